package io.millrace.sql.function;

/** Central moments up to the fourth, updated value by value without loss (Terriberry 2007). */
final class Moments {

    private long count;
    private double mean;
    private double second;
    private double third;
    private double fourth;

    void add(double value) {
        long before = count++;
        double n = count;
        double delta = value - mean;
        double step = delta / n;
        double square = step * step;
        double term = delta * step * before;
        mean += step;
        fourth += term * square * (n * n - 3 * n + 3) + 6 * square * second - 4 * step * third;
        third += term * step * (n - 2) - 3 * step * second;
        second += term;
    }

    /** The mean of (x - mean)^order; NaN without values. */
    double central(int order) {
        double sum = switch (order) {
            case 2 -> second;
            case 3 -> third;
            default -> fourth;
        };
        return sum / count;
    }

    double sampleVariance() {
        return count < 2 ? Double.NaN : second / (count - 1);
    }
}
