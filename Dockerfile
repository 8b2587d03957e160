# syntax=docker/dockerfile:1
# Built once for every process of the desk; what it runs is the command: web, worker, beat or migrate.
FROM python:3.12-slim AS build
WORKDIR /app
COPY pyproject.toml requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .
# The processes may write no bytecode (below), and would compile every module at each start.
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash \
    checks cli embedded service store workers logs.py settings.py tracing.py

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin factdesk
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER factdesk
EXPOSE 8000
ENTRYPOINT ["factdesk"]
CMD ["web"]
