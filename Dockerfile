FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
# DEMO only stands in for the settings that this step does not need; the image holds no key.
RUN DEMO=1 python manage.py messages --compile && DEMO=1 python manage.py collectstatic --noinput

# A new volume takes over the owner of the folder that it is mounted on.
RUN useradd --system --uid 10001 organizing && install --directory --owner=organizing /mirror
USER organizing
EXPOSE 8000
