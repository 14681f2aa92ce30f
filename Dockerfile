FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_PYTHON_DOWNLOADS=never \
    PORTAL_STATIC_ROOT=/app/staticfiles \
    PORTAL_VAR=/data \
    PATH=/app/.venv/bin:$PATH

RUN pip install --no-cache-dir uv==0.13.8 \
    && useradd --uid 10001 --create-home portal \
    && install --directory --owner=portal /data

WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-cache
COPY . .
RUN PORTAL_VAR=/tmp/build python manage.py collectstatic --no-input && rm -r /tmp/build

USER portal
VOLUME /data
EXPOSE 8000
