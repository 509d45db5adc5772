"""The states and territories as the published files shorten them, and what their lower houses are called."""

# fmt: off
NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "DC": "District of Columbia",
    "PR": "Puerto Rico", "GU": "Guam", "VI": "US Virgin Islands", "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
# fmt: on
TERRITORIES = {"PR", "GU", "VI", "AS", "MP"}
LOWER = {
    "CA": "Assembly",
    "NV": "Assembly",
    "NY": "Assembly",
    "WI": "Assembly",
    "NJ": "General Assembly",
} | dict.fromkeys(("MD", "VA", "WV"), "House of Delegates")


def name(code: str) -> str:
    return NAMES.get(code.upper(), code.upper())


def division(code: str) -> str:
    """'CA' -> 'ocd-division/country:us/state:ca': a federal district and the territories are no states."""
    kind = "territory" if code.upper() in TERRITORIES else "district" if code.upper() == "DC" else "state"
    return f"ocd-division/country:us/{kind}:{code.lower()}"


def congressional(code: str, district: str) -> str:
    """The division of a district of the House; '0' is the whole of a state with only one."""
    return division(code) if district in ("", "0") else f"{division(code)}/cd:{district}"


def lower_house(code: str) -> str:
    return f"{name(code)} {LOWER.get(code.upper(), 'House of Representatives')}"
