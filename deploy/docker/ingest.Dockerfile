# The image of the market-data ingest. Build it from the root of the repository:
#   docker build -f deploy/docker/ingest.Dockerfile -t millrace/ingest .
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl ingest-demo/service -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN groupadd --gid 10001 millrace \
    && useradd --uid 10001 --gid millrace --home-dir /data --no-create-home --shell /usr/sbin/nologin millrace \
    && install -d -o millrace -g millrace /data
COPY --from=build /src/ingest-demo/service/target/quarkus-app /opt/millrace/ingest
USER millrace
# Logs of rows, offsets, dead letters, and what DuckDB and files hold lie on the volume; pipelines.yaml too, made at the first start.
WORKDIR /data
VOLUME /data
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=5004 \
    INGEST_DATA=/data \
    JAVA_TOOL_OPTIONS="-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 5004
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ \"$code\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/millrace/ingest/quarkus-run.jar"]
