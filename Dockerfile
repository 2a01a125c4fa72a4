# Insider in a container: the mail API and whatever the `insider` command does.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/insider \
    && /opt/insider/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY mailbox mailbox
COPY agents agents
COPY seed_data seed_data
COPY migrations migrations
RUN /opt/insider/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 insider && mkdir /data && chown insider /data
COPY --from=build /opt/insider /opt/insider
ENV PATH=/opt/insider/bin:$PATH \
    INSIDER_DATABASE_URL=sqlite:////data/insider.db \
    INSIDER_HOST=0.0.0.0
USER insider
WORKDIR /home/insider
VOLUME /data
EXPOSE 8025
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/healthz' % os.environ.get('INSIDER_PORT', '8025'), timeout=2)"]
ENTRYPOINT ["insider"]
CMD ["serve"]
