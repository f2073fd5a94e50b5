package io.millrace.vehicles.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operator of the vehicles service can set. */
@ConfigMapping(prefix = "vehicles")
public interface VehiclesConfig {

    /** Whether positions are taken from MQTT at all. */
    @WithDefault("true")
    boolean feed();

    /** Whether the channels carry messages; false when connectors do. */
    @WithDefault("true")
    boolean channels();

    /** Folder where engines in this process keep their data over a restart; without one they begin empty each time. */
    Optional<Path> data();

    /** Vehicles of one page at most, and when the request does not say. */
    @WithDefault("10000")
    @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
    @Max(value = 100_000, message = "must be at most 100000, was ${validatedValue}")
    int pageSize();

    /** The broker that vehicles send to. */
    Mqtt mqtt();

    /** The simulated fleet. */
    Simulator simulator();

    /** The board of latest positions. */
    Board board();

    /** The way through Kafka. */
    Kafka kafka();

    /** Where /redis reads. */
    Redis redis();

    /** The statements that make the table of locations. */
    Ksql ksql();

    /** Where /ksqldb and /ksqldb-push ask. */
    Ksqldb ksqldb();

    /** Connectors in Kafka Connect's form. */
    Connect connect();

    /** The map of the page. */
    MapPage map();

    /** The broker that vehicles send to. */
    interface Mqtt {

        /** The broker, tcp://mqtt.hsl.fi:1883 or mqtts://mqtt.hsl.fi:8883; without one there is one in this process. */
        Optional<URI> server();

        /** Port of the one in this process; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("1883")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** Topic filters. */
        @WithDefault("/hfp/v2/journey/ongoing/#")
        List<String> topics();

        /** Name of this client at the broker; without one it has another at each start. */
        Optional<String> clientId();

        /** User at the broker. */
        Optional<String> user();

        /** Password at the broker, from the environment. */
        Optional<String> password();
    }

    /** The simulated fleet. */
    interface Simulator {

        /** Vehicles that send to the broker in this process; 0 for none. With a broker elsewhere there are none. */
        @WithDefault("300")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 100_000, message = "must be at most 100000, was ${validatedValue}")
        int vehicles();

        /** The same seed gives the same fleet. */
        @WithDefault("1")
        long seed();
    }

    /** The board of latest positions. */
    interface Board {

        /** Vehicles at most; for one more, the one not heard for longest leaves. */
        @WithDefault("20000")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 1_000_000, message = "must be at most 1000000, was ${validatedValue}")
        int maxVehicles();

        /** A vehicle that was not heard for so long leaves. */
        @WithDefault("10m")
        Duration expiry();

        /** A position that lies further in the future is refused. */
        @WithDefault("1m")
        Duration maxAhead();

        /** Points of each vehicle's trail at most. */
        @WithDefault("120")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 10_000, message = "must be at most 10000, was ${validatedValue}")
        int trailPoints();

        /** Time between two of them at least. */
        @WithDefault("5s")
        Duration trailGap();
    }

    /** The way through Kafka. */
    interface Kafka {

        /** Whether messages go through Kafka on their way to the board, where others can read them. */
        @WithDefault("true")
        boolean enabled();

        /** Bootstrap servers, localhost:9092; without them there is a cluster of one node in this process. */
        Optional<String> servers();

        /** Port of the one in this process; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("9092")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** Topic of messages that are in order: key the MQTT topic, value the payload. */
        @WithDefault("bus_raw")
        String raw();

        /** Topic of messages that are not, with the reason in the header millrace.reason. */
        @WithDefault("bus_raw_dead")
        String dead();

        /** Topic of the table of locations, which goes to Redis when there is one. */
        @WithDefault("bus_current")
        String current();

        /** Partitions of these topics where they are missing and made here. */
        @WithDefault("4")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 1_000, message = "must be at most 1000, was ${validatedValue}")
        int partitions();

        /** Where names of consumer groups begin. */
        @WithDefault("vehicles-service")
        String group();
    }

    /** Where /redis reads. */
    interface Redis {

        /** The server, redis://localhost:6379; without one, and none embedded, /redis is answered 503. */
        Optional<URI> server();

        /** Whether a server is started beside this process when none is set. */
        @WithDefault("true")
        boolean embedded();

        /** Port of the embedded one; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("6379")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** Its database. */
        @WithDefault("1")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        int database();

        /** Its password, from the environment. */
        Optional<String> password();

        /** Connections at a time. */
        @WithDefault("8")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 1_000, message = "must be at most 1000, was ${validatedValue}")
        int connections();

        /** Keys of one answer at most; more are answered 422. */
        @WithDefault("100000")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int maxKeys();
    }

    /** The statements that make the table of locations. */
    interface Ksql {

        /** Whether they run in this process; false leaves them to a ksqlDB. */
        @WithDefault("true")
        boolean enabled();

        /** Files of statements, carried out in their order: paths, or classpath: and one that the service carries. */
        @WithDefault("classpath:sql/streams.sql,classpath:sql/current.sql")
        List<String> files();

        /** Name of the application: processes with the same one share statements and work. */
        @WithDefault("vehicles_")
        @Pattern(regexp = "[A-Za-z0-9._-]+", message = "must be letters, digits, '.', '_' and '-'")
        String serviceId();

        /** Folder for the state of queries; without one under the user's cache, gone with a Kafka that forgets. */
        Optional<Path> stateDir();

        /** How many other processes keep a copy of each state. */
        @WithDefault("0")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 10, message = "must be at most 10, was ${validatedValue}")
        int standbys();

        /** Threads of each query. */
        @WithDefault("1")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        @Max(value = 100, message = "must be at most 100, was ${validatedValue}")
        int threads();

        /** Address that ksqlDB's API listens at; on the loopback nobody else reaches it. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port of ksqlDB's API; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("8088")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /**
         * Where other processes of the application reach this one, http://vehicles-1:8088; without one, at host and
         * port.
         */
        Optional<URI> advertised();

        /** Address of the registry of Avro schemas; without one they are numbered here. */
        Optional<URI> schemaRegistry();
    }

    /** Where /ksqldb and /ksqldb-push ask. */
    interface Ksqldb {

        /**
         * Servers by the name that requests choose them by:
         * vehicles.ksqldb.servers.ksqldb-server=http://localhost:8088. Without any there is the one in this process.
         */
        Map<String, URI> servers();

        /** The server of a request that names none. */
        @WithDefault("ksqldb-server")
        String server();

        /** The table of latest positions: its first column is the vehicle, its second the location. */
        @WithDefault("bus_current")
        String table();

        /** Whether HTTP/2 is tried. */
        @WithDefault("false")
        boolean http2();

        /** How long an answer may take to begin. */
        @WithDefault("10s")
        Duration timeout();

        /** Pull queries may be behind by so many records: ksql.query.pull.max.allowed.offset.lag. */
        @WithDefault("100")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        long maxLag();

        /** Rows of one pull query at most; more are answered 422. */
        @WithDefault("100000")
        @Min(value = 1, message = "must be at least 1, was ${validatedValue}")
        int maxRows();
    }

    /** Connectors in Kafka Connect's form. */
    interface Connect {

        /** Whether they run in this process, behind Kafka Connect's REST API; there must be a Kafka. */
        @WithDefault("true")
        boolean enabled();

        /** Interface that the REST API listens on. */
        @WithDefault("127.0.0.1")
        String host();

        /** Port of the REST API; another is taken, and told, when it is not free. 0 for any. */
        @WithDefault("8083")
        @Min(value = 0, message = "must be at least 0, was ${validatedValue}")
        @Max(value = 65_535, message = "must be at most 65535, was ${validatedValue}")
        int port();

        /** Files with connectors, and folders of such, deploy/connectors; they begin with the service. */
        Optional<List<Path>> files();

        /** Topic where connectors that came by request are kept. */
        @WithDefault("_millrace-connect-configs")
        @Pattern(regexp = "[A-Za-z0-9._-]+", message = "must be letters, digits, '.', '_' and '-'")
        String configTopic();

        /** Form of keys in topics for connectors that name none. */
        @WithDefault("StringConverter")
        String keyConverter();

        /** Form of values in topics for connectors that name none. */
        @WithDefault("ByteArrayConverter")
        String valueConverter();

        /** Address of the registry of Avro schemas; without one they are numbered here. */
        Optional<URI> schemaRegistry();

        /** Folder that file connectors may touch; without one they are not offered. */
        Optional<Path> fileFolder();

        /** Environment variables that requests may refer to, as a regular expression; files may refer to all. */
        @WithDefault("VEHICLES_.*")
        String references();
    }

    /** The map of the page. */
    interface MapPage {

        /** Address of tiles, https://tile.openstreetmap.org/{z}/{x}/{y}.png; without it the page needs no internet. */
        Optional<String> tiles();

        /** Whom the tiles are owed to. */
        @WithDefault("© OpenStreetMap contributors")
        String attribution();
    }
}
