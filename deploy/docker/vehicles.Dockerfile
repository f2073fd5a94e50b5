# The image of the live vehicles. Build it from the root of the repository:
#   docker build -f deploy/docker/vehicles.Dockerfile -t millrace/vehicles .
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl ksql-demo/service,ksql-demo/command -am package

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN groupadd --gid 10001 millrace \
    && useradd --uid 10001 --gid millrace --home-dir /data --no-create-home --shell /usr/sbin/nologin millrace \
    && install -d -o millrace -g millrace /data
COPY --from=build /src/ksql-demo/service/target/quarkus-app /opt/millrace/vehicles
# The command-line programs: docker run --entrypoint vehicles-command millrace/vehicles fleet --broker tcp://HOST:1883
COPY --from=build /src/ksql-demo/command/target/vehicles-command.jar /opt/millrace/programs/vehicles-command.jar
COPY --from=build /src/ksql-demo/command/target/lib /opt/millrace/programs/lib
RUN printf '#!/bin/sh\nexec java --sun-misc-unsafe-memory-access=allow -jar /opt/millrace/programs/vehicles-command.jar "$@"\n' >/usr/local/bin/vehicles-command \
    && chmod 755 /usr/local/bin/vehicles-command
USER millrace
# What the engines in the process keep lies on the volume.
WORKDIR /data
VOLUME /data
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8000 \
    VEHICLES_DATA=/data \
    JAVA_TOOL_OPTIONS="-Xmx768m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ code _ <&3 && [ \"$code\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/millrace/vehicles/quarkus-run.jar"]
