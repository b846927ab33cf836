# docker build -t lauter .   after scripts/build-release; python/tests/wheel/program_test.py runs these steps without Docker.
FROM debian:12-slim
# Object storage and language models are reached by libcurl.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libcurl4 && rm -rf /var/lib/apt/lists/*
ADD dist/lauter-*-linux-x86_64.tar.gz dist/lauter-model-large-*.tar.gz /opt/
RUN mv /opt/lauter-* /opt/lauter && ln -s /opt/lauter/bin/lauter /usr/local/bin/lauter
USER nobody
WORKDIR /data
ENTRYPOINT ["lauter"]
