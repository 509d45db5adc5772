"""Exits 0 while the web server of this container can serve pages: `python -m organizing.health`."""

import os
import sys
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


def main() -> int:
    """Asks for the public host by name, since the server answers to no other."""
    host = urlsplit(os.environ["PUBLIC_URL"]).netloc
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz"
    try:
        with urlopen(Request(address, headers={"Host": host}), timeout=5) as response:
            return 0 if response.status == 200 else 1
    except OSError as error:
        print(f"{address}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
