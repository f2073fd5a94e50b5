# The image of the module pipelines. Build it from the root of the repository:
#   docker build -f deploy/docker/modules.Dockerfile -t millrace/modules .
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl pipeline-lib/service,pipeline-lib/command -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN groupadd --gid 10001 millrace \
    && useradd --uid 10001 --gid millrace --home-dir /data --no-create-home --shell /usr/sbin/nologin millrace \
    && install -d -o millrace -g millrace /data
COPY --from=build /src/pipeline-lib/service/target/quarkus-app /opt/millrace/modules
# The command-line programs, among them the server of a module: docker run --entrypoint module-command millrace/modules module-server --help
COPY --from=build /src/pipeline-lib/command/target/pipeline-command.jar /opt/millrace/programs/pipeline-command.jar
COPY --from=build /src/pipeline-lib/command/target/lib /opt/millrace/programs/lib
RUN printf '#!/bin/sh\nexec java --sun-misc-unsafe-memory-access=allow -jar /opt/millrace/programs/pipeline-command.jar "$@"\n' >/usr/local/bin/module-command \
    && chmod 755 /usr/local/bin/module-command
COPY --from=build --chown=millrace:millrace /src/pipeline-lib/engine/src/main/resources/sample-pipelines.yaml /data/pipelines.yaml
USER millrace
# Documents of pipelines lie here, all files that end in .yaml.
WORKDIR /data
VOLUME /data
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=5003 \
    MODULES_PIPELINES=/data \
    MODULES_GRPC_HOST=0.0.0.0 \
    MODULES_GRPC_PORT=50051 \
    MODULES_GRPC_HOSTED=demo-external \
    JAVA_TOOL_OPTIONS="-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 5003
EXPOSE 50051
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ \"$code\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/millrace/modules/quarkus-run.jar"]
