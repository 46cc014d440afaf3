# One image for the gateway, the worker and every command. Built in two stages, so that what is only
# needed for installing stays behind. The digest is that of the tag's multi-platform index.
FROM python:3.11.17-slim-trixie@sha256:45037981b62b34b44602584fccbc4d884d5f7dc92c7ee86bb38a698a79fe1e51 AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN ["python", "-m", "venv", "/opt/frontdesk"]
COPY requirements/runtime.txt /tmp/runtime.txt
RUN ["/opt/frontdesk/bin/pip", "install", "--only-binary", ":all:", "--no-deps", "--require-hashes", "-r", "/tmp/runtime.txt"]
RUN ["/opt/frontdesk/bin/pip", "check"]
# What runs installs nothing.
RUN ["/opt/frontdesk/bin/python", "-m", "pip", "uninstall", "--yes", "pip"]
COPY agent /app/agent
COPY tools /app/tools
COPY graphs /app/graphs
COPY gateway /app/gateway
COPY migrations /app/migrations
COPY demo /app/demo
COPY requirements/runtime.txt /app/requirements/runtime.txt
COPY deploy/compose.env.example /app/deploy/compose.env.example
# A checkout made under a strict umask is readable for its owner only.
RUN ["chmod", "-R", "a+rX", "/app"]
RUN ["python", "-m", "compileall", "-q", "/app"]

FROM python:3.11.17-slim-trixie@sha256:45037981b62b34b44602584fccbc4d884d5f7dc92c7ee86bb38a698a79fe1e51
LABEL org.opencontainers.image.title="frontdesk" \
      org.opencontainers.image.description="The WhatsApp front desk of small businesses" \
      org.opencontainers.image.version="0.1.0"
# Nothing but /data and /tmp is ever written; a new volume at /data takes over this owner.
RUN ["install", "-d", "-m", "0700", "-o", "10001", "-g", "10001", "/data"]
COPY --from=build /opt/frontdesk /opt/frontdesk
COPY --from=build /app /app
ENV PATH=/opt/frontdesk/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GATEWAY_HOST=0.0.0.0 \
    GATEWAY_PORT=8080 \
    FRONTDESK_DATA_DIR=/data
WORKDIR /app
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-m", "gateway.alive", "http://127.0.0.1:8080/ready"]
ENTRYPOINT ["python", "-m", "gateway"]
CMD ["serve"]
