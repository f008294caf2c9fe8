# The product's image: web server, worker and clock are the same image with another command (see compose.yaml).
# Everything is built in the first stage; the second holds only what runs, as a user without rights.

FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 DENO_NO_UPDATE_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
# Only the first part of the file: what comes after that line is for one's own machine and for tests.
COPY requirements.txt constraints.txt ./
RUN sed '/^# make run and make test/,$d' requirements.txt > product.txt \
    && pip install --requirement product.txt --constraint constraints.txt
COPY package.json deno.lock ./
RUN deno install --quiet --frozen
COPY . .
RUN python -m autocrea.assets \
    && python -m autocrea.translations compile \
    && python -m generation.sandbox.bundle \
    && SECRET_KEY=only-while-building DEBUG=False python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf node_modules product.txt

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin autocrea
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DENO_NO_UPDATE_CHECK=1 \
    DEBUG=False DATA_DIR=/home/autocrea/data CELERY_BEAT_FILE=/home/autocrea/beat
WORKDIR /app
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "autocrea.health_probe", "8000"]
CMD ["daphne", "--bind", "0.0.0.0", "--port", "8000", "--websocket_timeout", "14400", "--websocket-max-message-size", "1048576", "autocrea.asgi:application"]
