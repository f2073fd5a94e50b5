# The image of the message queues. Build it from the root of the repository:
#   docker build -f deploy/docker/mq.Dockerfile -t millrace/mq .
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl udp-mq/service,udp-mq/command -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN groupadd --gid 10001 millrace \
    && useradd --uid 10001 --gid millrace --home-dir /data --no-create-home --shell /usr/sbin/nologin millrace \
    && install -d -o millrace -g millrace /data
COPY --from=build /src/udp-mq/service/target/quarkus-app /opt/millrace/mq
# The command-line programs: docker run --entrypoint mq-command millrace/mq client HOST:10000 SIZE
COPY --from=build /src/udp-mq/command/target/mq-command.jar /opt/millrace/programs/mq-command.jar
COPY --from=build /src/udp-mq/command/target/lib /opt/millrace/programs/lib
RUN printf '#!/bin/sh\nexec java --sun-misc-unsafe-memory-access=allow -jar /opt/millrace/programs/mq-command.jar "$@"\n' >/usr/local/bin/mq-command \
    && chmod 755 /usr/local/bin/mq-command
COPY --from=build --chown=millrace:millrace /src/udp-mq/service/src/main/resources/sample-topology.yaml /data/topology.yaml
USER millrace
# Logs of queues that a topology names by a relative folder lie here too, so on the volume.
WORKDIR /data
VOLUME /data
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=5002 \
    MQ_TOPOLOGY=/data/topology.yaml \
    MQ_UDP_HOST=0.0.0.0 \
    MQ_UDP_PORT=10000 \
    JAVA_TOOL_OPTIONS="-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 5002
EXPOSE 10000/udp
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ \"$code\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/millrace/mq/quarkus-run.jar"]
