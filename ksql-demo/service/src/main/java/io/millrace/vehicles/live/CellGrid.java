package io.millrace.vehicles.live;

import io.millrace.vehicles.hfp.VehicleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Vehicles by the square of a hundredth of a degree that they are in, so that a part of the map is found without
 * looking at all.
 *
 * <p><b>Threading:</b> not thread-safe; the board's lock guards it.
 */
final class CellGrid {

    private static final double CELLS_PER_DEGREE = 100;

    private final Map<Long, Set<VehicleKey>> cells = new HashMap<>();

    /** The cell of a place. */
    static long cell(double latitude, double longitude) {
        return cell(index(latitude), index(longitude));
    }

    private static long cell(int row, int column) {
        return ((long) row << 32) | (column & 0xffff_ffffL);
    }

    private static int index(double degrees) {
        return (int) Math.floor(degrees * CELLS_PER_DEGREE);
    }

    void add(long cell, VehicleKey key) {
        cells.computeIfAbsent(cell, _ -> new LinkedHashSet<>()).add(key);
    }

    void remove(long cell, VehicleKey key) {
        Set<VehicleKey> within = cells.get(cell);
        if (within != null && within.remove(key) && within.isEmpty()) {
            cells.remove(cell);
        }
    }

    /** All vehicles within the box, and some around it. */
    List<VehicleKey> around(BoundingBox box) {
        List<VehicleKey> found = new ArrayList<>();
        if (box.west() <= box.east()) {
            addAround(box, found);
        } else {
            addAround(new BoundingBox(box.west(), box.south(), 180, box.north()), found);
            addAround(new BoundingBox(-180, box.south(), box.east(), box.north()), found);
        }
        return found;
    }

    private void addAround(BoundingBox box, List<VehicleKey> found) {
        int south = index(box.south());
        int north = index(box.north());
        int west = index(box.west());
        int east = index(box.east());
        // a box of the whole world has more cells than there can be vehicles
        if ((north - south + 1L) * (east - west + 1L) > cells.size()) {
            cells.forEach((cell, keys) -> {
                int row = (int) (cell >> 32);
                int column = cell.intValue();
                if (row >= south && row <= north && column >= west && column <= east) {
                    found.addAll(keys);
                }
            });
            return;
        }
        for (int row = south; row <= north; row++) {
            for (int column = west; column <= east; column++) {
                found.addAll(cells.getOrDefault(cell(row, column), Set.of()));
            }
        }
    }
}
