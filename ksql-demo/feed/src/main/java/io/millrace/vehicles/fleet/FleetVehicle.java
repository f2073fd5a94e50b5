package io.millrace.vehicles.fleet;

import io.millrace.vehicles.hfp.Coordinates;
import io.millrace.vehicles.hfp.EventType;
import io.millrace.vehicles.hfp.VehicleKey;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * One vehicle: it goes from stop to stop, halts or goes past, turns round at the end, and sometimes goes without
 * passengers in between. It moves a second at a time.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class FleetVehicle {

    private static final double ACCELERATION = 1.0;
    private static final double BRAKING = 1.2;
    private static final double RADIUS = 30;
    private static final double DUE_METRES = 150;
    private static final double HALT_METRES = 3;

    /** What it is doing. */
    enum Phase {
        RUNNING,
        AT_STOP,
        RESTING,
        DEADRUN
    }

    private final VehicleKey key;
    private final RouteLine[] directions;
    private final double[][] distances;
    private final SplittableRandom random;
    private final double topSpeed;
    private int direction;
    private Phase phase = Phase.RUNNING;
    private double metres;
    private double speed;
    private double acceleration;
    private double odometer;
    private int nextStop;
    private boolean dueTold;
    private boolean arrivedTold;
    private boolean passing;
    private boolean departing;
    private boolean doorsOpen;
    private int wait;
    private int unknownSeconds;
    private int journey;
    private Instant journeyStart;

    /**
     * A vehicle somewhere on its route.
     *
     * @param there one direction of a route
     * @param back the other
     */
    FleetVehicle(VehicleKey key, RouteLine there, RouteLine back, SplittableRandom random, Instant now) {
        this.key = key;
        this.directions = new RouteLine[] {there, back};
        this.distances = new double[][] {RouteLine.distances(there.path()), RouteLine.distances(back.path())};
        this.random = random;
        this.topSpeed = switch (there.mode()) {
            case BUS, UBUS -> 11 + random.nextDouble() * 4;
            case TRAM -> 10 + random.nextDouble() * 2;
            case TRAIN, METRO -> 20 + random.nextDouble() * 5;
            case FERRY -> 5;
            case ROBOT -> 4;
        };
        this.direction = random.nextInt(2);
        this.metres = random.nextDouble() * line().metres() * 0.98;
        this.journey = random.nextInt(1, 2_000);
        this.journeyStart = now.minusSeconds((long) (metres / 6));
        while (line().stops().get(nextStop).metres() <= metres) {
            nextStop++;
        }
    }

    /** A second passes; the voice hears each event, then where the vehicle is. */
    void second(Instant now, double unknown, FleetVoice voice) {
        forgetOrFindPlace(unknown);
        switch (phase) {
            case RUNNING -> run(now, voice);
            case AT_STOP -> stand(now, voice);
            case RESTING -> rest(now, voice);
            case DEADRUN -> deadrun(now);
        }
        voice.say(this, EventType.VP, now);
    }

    /** Outages last 3 to 20 s, so that the given share of time is spent in them. */
    private void forgetOrFindPlace(double unknown) {
        if (unknownSeconds > 0) {
            unknownSeconds--;
        } else if (unknown > 0 && random.nextDouble() < unknown / (1 - unknown) / 11.5) {
            unknownSeconds = random.nextInt(3, 21);
        }
    }

    private void run(Instant now, FleetVoice voice) {
        RouteLine.Stop stop = line().stops().get(nextStop);
        double left = stop.metres() - metres;
        double before = speed;
        boolean braking = !passing && speed * speed / (2 * BRAKING) >= left - HALT_METRES;
        speed = Math.clamp(
                braking ? speed - BRAKING : speed + ACCELERATION * (0.7 + random.nextDouble() * 0.6), 0.8, topSpeed);
        acceleration = speed - before;
        double step = Math.min(speed, left);
        metres += step;
        odometer += step;
        left -= step;
        depart(now, voice);
        if (left < DUE_METRES && !dueTold) {
            dueTold = true;
            passing = nextStop < line().stops().size() - 1 && random.nextInt(5) == 0;
            voice.say(this, EventType.DUE, now.minusMillis(600));
        }
        if (left < RADIUS && !arrivedTold) {
            arrivedTold = true;
            voice.say(this, EventType.ARR, now.minusMillis(500));
        }
        if (passing && left <= 0.01) {
            voice.say(this, EventType.PAS, now.minusMillis(400));
            behindStop();
        } else if (!passing && left <= HALT_METRES) {
            halt(now, voice);
        }
        if (random.nextInt(400) == 0) {
            voice.say(this, EventType.TLR, now.minusMillis(300));
            voice.say(this, EventType.TLA, now.minusMillis(200));
        }
    }

    private void depart(Instant now, FleetVoice voice) {
        if (departing && metres - line().stops().get(nextStop - 1).metres() > RADIUS) {
            departing = false;
            voice.say(this, EventType.DEP, now.minusMillis(700));
        }
    }

    private void behindStop() {
        nextStop++;
        dueTold = false;
        arrivedTold = false;
        departing = true;
        passing = false;
    }

    private void halt(Instant now, FleetVoice voice) {
        acceleration = -speed;
        speed = 0;
        phase = Phase.AT_STOP;
        doorsOpen = true;
        wait = random.nextInt(8, 25);
        voice.say(this, EventType.ARS, now.minusMillis(300));
        voice.say(this, EventType.DOO, now.minusMillis(200));
        if (wait > 20) {
            voice.say(this, EventType.WAIT, now.minusMillis(100));
        }
    }

    private void stand(Instant now, FleetVoice voice) {
        acceleration = 0;
        wait--;
        if (wait > 0) {
            return;
        }
        doorsOpen = false;
        voice.say(this, EventType.DOC, now.minusMillis(400));
        if (nextStop == line().stops().size() - 1) {
            endJourney(now, voice);
            return;
        }
        voice.say(this, EventType.PDE, now.minusMillis(300));
        phase = Phase.RUNNING;
        behindStop();
    }

    private void endJourney(Instant now, FleetVoice voice) {
        voice.say(this, EventType.VJOUT, now.minusMillis(300));
        if (random.nextInt(4) == 0) {
            voice.say(this, EventType.BOUT, now.minusMillis(250));
            voice.say(this, EventType.DOUT, now.minusMillis(200));
            phase = Phase.DEADRUN;
            wait = random.nextInt(60, 240);
        } else {
            phase = Phase.RESTING;
            wait = random.nextInt(30, 120);
        }
        direction = 1 - direction;
        metres = 0;
        odometer = 0;
        nextStop = 1;
        journey++;
        dueTold = false;
        arrivedTold = false;
        departing = false;
        journeyStart = now.plusSeconds(wait);
        if (phase == Phase.RESTING) {
            voice.upcoming(this, now.minusMillis(100));
        }
    }

    private void rest(Instant now, FleetVoice voice) {
        wait--;
        if (wait <= 0) {
            voice.say(this, EventType.VJA, now.minusMillis(300));
            departing = true;
            phase = Phase.RUNNING;
        }
    }

    /** Round the block of the terminal and back, without telling a route. */
    private void deadrun(Instant now) {
        wait--;
        speed = wait > 20 ? 6 : 0;
        acceleration = 0;
        if (wait <= 0) {
            phase = Phase.RESTING;
            wait = 1;
            journeyStart = now.plusSeconds(1);
        }
    }

    VehicleKey key() {
        return key;
    }

    RouteLine line() {
        return directions[direction];
    }

    Phase phase() {
        return phase;
    }

    boolean knowsPlace() {
        return unknownSeconds == 0;
    }

    /** Where it really is. */
    RouteLine.Location location() {
        if (phase != Phase.DEADRUN) {
            return line().at(metres, distances[direction]);
        }
        RouteLine.Location terminal = line().at(0, distances[direction]);
        double round = wait * 0.1;
        return new RouteLine.Location(
                new Coordinates(
                        terminal.place().latitude() + Math.sin(round) * 0.0015,
                        terminal.place().longitude() + (1 - Math.cos(round)) * 0.0030),
                Math.floorMod(Math.round((float) Math.toDegrees(round)), 360));
    }

    double speed() {
        return speed;
    }

    double acceleration() {
        return acceleration;
    }

    long odometer() {
        return (long) odometer;
    }

    boolean doorsOpen() {
        return doorsOpen;
    }

    int journey() {
        return journey;
    }

    Instant journeyStart() {
        return journeyStart;
    }

    /** The next stop's id, or that of the stop it is at; {@code EOL} behind the last. */
    String nextStopId() {
        return nextStop < line().stops().size() ? line().stops().get(nextStop).id() : "EOL";
    }

    /** The stop it is at, or has just been at; empty between stops. */
    String stopId() {
        if (phase == Phase.AT_STOP || arrivedTold) {
            return nextStopId();
        }
        return departing && nextStop > 0 ? line().stops().get(nextStop - 1).id() : "";
    }

    /** Seconds from a timetable of 7 m/s: negative is late. */
    int deviation(Instant now) {
        return (int) (metres / 7 - (now.getEpochSecond() - journeyStart.getEpochSecond()));
    }
}
