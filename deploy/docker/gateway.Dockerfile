# The image of the SQL gateway. Build it from the root of the repository:
#   docker build -f deploy/docker/gateway.Dockerfile -t millrace/gateway .
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl sql-pipelines/gateway -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN groupadd --gid 10001 millrace \
    && useradd --uid 10001 --gid millrace --home-dir /data --no-create-home --shell /usr/sbin/nologin millrace \
    && install -d -o millrace -g millrace /data
COPY --from=build /src/sql-pipelines/gateway/target/quarkus-app /opt/millrace/gateway
COPY --from=build --chown=millrace:millrace /src/sql-pipelines/gateway/src/main/resources/sample-config.yaml /data/config.yaml
USER millrace
WORKDIR /data
VOLUME /data
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=5001 \
    GATEWAY_CONFIG=/data/config.yaml \
    JAVA_TOOL_OPTIONS="-Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 5001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ \"$code\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/millrace/gateway/quarkus-run.jar"]
