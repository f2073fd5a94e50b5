package io.millrace.vehicles.live;

import io.millrace.vehicles.gtfs.FeedEntity;
import io.millrace.vehicles.gtfs.FeedHeader;
import io.millrace.vehicles.gtfs.FeedMessage;
import io.millrace.vehicles.gtfs.Position;
import io.millrace.vehicles.gtfs.TripDescriptor;
import io.millrace.vehicles.gtfs.VehicleDescriptor;
import io.millrace.vehicles.gtfs.VehiclePosition.VehicleStopStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.regex.Pattern;

/** Vehicles as a GTFS-Realtime feed of vehicle positions, version 2.0. */
public final class GtfsRealtime {

    private static final Pattern CLOCK = Pattern.compile("\\d{2}:\\d{2}");

    private GtfsRealtime() {}

    /** A full dataset. */
    public static FeedMessage feed(Collection<Sighting> vehicles, Instant now) {
        FeedMessage.Builder feed = FeedMessage.newBuilder()
                .setHeader(FeedHeader.newBuilder()
                        .setGtfsRealtimeVersion("2.0")
                        .setIncrementality(FeedHeader.Incrementality.FULL_DATASET)
                        .setTimestamp(now.getEpochSecond()));
        for (Sighting seen : vehicles) {
            LivePosition position = seen.position();
            feed.addEntity(FeedEntity.newBuilder().setId(position.key().text()).setVehicle(vehicle(position)));
        }
        return feed.build();
    }

    private static io.millrace.vehicles.gtfs.VehiclePosition vehicle(LivePosition from) {
        io.millrace.vehicles.gtfs.VehiclePosition.Builder to = io.millrace.vehicles.gtfs.VehiclePosition.newBuilder()
                .setTrip(trip(from.journey()))
                .setPosition(position(from))
                .setTimestamp(from.time().getEpochSecond())
                .setVehicle(VehicleDescriptor.newBuilder()
                        .setId(from.key().text())
                        .setLabel(Integer.toString(from.key().number())));
        if (from.journey().stop() != null) {
            to.setStopId(from.journey().stop())
                    .setCurrentStatus(
                            Integer.valueOf(1).equals(from.cabin().doors())
                                    ? VehicleStopStatus.STOPPED_AT
                                    : VehicleStopStatus.IN_TRANSIT_TO);
        }
        if (from.cabin().occupancy() != null) {
            to.setOccupancyPercentage(from.cabin().occupancy());
        }
        return to.build();
    }

    private static Position position(LivePosition from) {
        Position.Builder to =
                Position.newBuilder().setLatitude((float) from.latitude()).setLongitude((float) from.longitude());
        LivePosition.Motion motion = from.motion();
        if (motion.heading() != null) {
            to.setBearing(motion.heading());
        }
        if (motion.speed() != null) {
            to.setSpeed(motion.speed().floatValue());
        }
        if (motion.odometer() != null) {
            to.setOdometer(motion.odometer());
        }
        return to.build();
    }

    private static TripDescriptor trip(LivePosition.Journey journey) {
        TripDescriptor.Builder to = TripDescriptor.newBuilder();
        if (journey.routeId() != null) {
            to.setRouteId(journey.routeId());
        }
        if (journey.direction() != null && journey.direction() >= 1) {
            // 1 and 2 there are 0 and 1 here
            to.setDirectionId(journey.direction() - 1);
        }
        if (journey.day() != null) {
            to.setStartDate(journey.day().replace("-", ""));
        }
        if (journey.start() != null && CLOCK.matcher(journey.start()).matches()) {
            to.setStartTime(journey.start() + ":00");
        }
        return to.build();
    }
}
