package io.millrace.sql.type;

import io.millrace.sql.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** Reads values from texts, the way {@code cast('...' as type)} does. */
public final class Parsing {

    private static final int SHOWN = 64;

    private Parsing() {}

    /**
     * The value of a text, boxed as literals hold it.
     *
     * @throws SqlException code 6 when the text is no value of the type, 48 when the type cannot be read from texts
     */
    public static Object parse(String text, DataType type) {
        try {
            return parseAny(text, type);
        } catch (NumberFormatException | DateTimeException | ArithmeticException _) {
            throw cannotParse(text, type);
        }
    }

    private static Object parseAny(String text, DataType type) {
        return switch (type.kind()) {
            case STRING -> text;
            case JSON -> text;
            case FIXED_STRING -> fixed(text, type);
            case BOOL -> bool(text, type);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> integer(text, type);
            case UINT64 -> Long.parseUnsignedLong(unsigned(text));
            case INT128, INT256, UINT128, UINT256 -> wide(text, type);
            case FLOAT32 -> (double) (float) number(text);
            case FLOAT64 -> number(text);
            case DECIMAL -> decimal(text, type);
            case UUID -> uuid(text, type);
            case IPV4 -> ipv4(text, type);
            case IPV6 -> ipv6(text, type);
            case ENUM8, ENUM16 -> symbol(text, type);
            case DATE, DATE32 -> date(text);
            case DATETIME -> seconds(text, type);
            case DATETIME64 -> ticks(text, type);
            case ARRAY, MAP, TUPLE -> new CompositeParser(text, type).parse();
            case INTERVAL -> Long.parseLong(text.strip());
            case NOTHING ->
                throw SqlException.of(SqlException.Code.NOT_SUPPORTED, "cannot convert string to " + type.text());
        };
    }

    static SqlException cannotParse(String text, DataType type) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return SqlException.of(SqlException.Code.CANNOT_PARSE, "cannot parse '" + shown + "' as " + type.text());
    }

    private static String fixed(String text, DataType type) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > type.precision()) {
            throw cannotParse(text, type);
        }
        return text + "\0".repeat(type.precision() - bytes);
    }

    private static Long bool(String text, DataType type) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "t", "yes", "y", "on" -> 1L;
            case "false", "0", "f", "no", "n", "off" -> 0L;
            default -> throw cannotParse(text, type);
        };
    }

    private static String unsigned(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("-")) {
            throw new NumberFormatException(trimmed);
        }
        return trimmed;
    }

    private static Long integer(String text, DataType type) {
        long value = Long.parseLong(text.strip());
        if (Numbers.wrap(value, type.kind()) != value) {
            throw cannotParse(text, type);
        }
        return value;
    }

    private static BigInteger wide(String text, DataType type) {
        BigInteger value = new BigInteger(text.strip());
        if (!Numbers.wrap(value, type.kind()).equals(value)) {
            throw cannotParse(text, type);
        }
        return value;
    }

    private static double number(String text) {
        String trimmed = text.strip();
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                char last = trimmed.isEmpty() ? 'x' : trimmed.charAt(trimmed.length() - 1);
                if (last > '9') {
                    throw new NumberFormatException(trimmed);
                }
                yield Double.parseDouble(trimmed);
            }
        };
    }

    private static BigDecimal decimal(String text, DataType type) {
        BigDecimal value = new BigDecimal(text.strip());
        // a text like 1e999999999 would take the memory of its digits
        if (value.precision() - value.scale() > 76) {
            throw cannotParse(text, type);
        }
        return Numbers.checkDecimal(value.setScale(type.scale(), RoundingMode.DOWN), type);
    }

    private static UUID uuid(String text, DataType type) {
        try {
            String trimmed = text.strip();
            if (trimmed.length() != 36) {
                throw cannotParse(text, type);
            }
            return UUID.fromString(trimmed);
        } catch (IllegalArgumentException _) {
            throw cannotParse(text, type);
        }
    }

    private static Long ipv4(String text, DataType type) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 4) {
            throw cannotParse(text, type);
        }
        long address = 0;
        for (String part : parts) {
            int value = Integer.parseInt(part);
            if (value < 0 || value > 255 || part.length() > 3) {
                throw cannotParse(text, type);
            }
            address = (address << 8) | value;
        }
        return address;
    }

    private static String ipv6(String text, DataType type) {
        String trimmed = text.strip();
        if (trimmed.indexOf('.') >= 0 && trimmed.indexOf(':') < 0) {
            return "::ffff:" + Texts.format(ipv4(trimmed, type), DataType.of(TypeKind.IPV4));
        }
        try {
            InetAddress address = InetAddress.ofLiteral(trimmed);
            if (address instanceof Inet4Address) {
                return "::ffff:" + address.getHostAddress();
            }
            if (address instanceof Inet6Address && trimmed.indexOf('%') < 0) {
                return Addresses.text(address.getAddress());
            }
        } catch (IllegalArgumentException _) {
            // answered below
        }
        throw cannotParse(text, type);
    }

    private static Long symbol(String text, DataType type) {
        Integer code = type.symbols().get(text);
        if (code == null) {
            String symbols = String.join("', '", type.symbols().keySet());
            throw SqlException.of(
                    SqlException.Code.CANNOT_PARSE, "'" + text + "' is not one of the enum's '" + symbols + "'");
        }
        return code.longValue();
    }

    private static Long date(String text) {
        String trimmed = text.strip();
        String day = trimmed.length() > 10 ? trimmed.substring(0, 10) : trimmed;
        return LocalDate.parse(padded(day)).toEpochDay();
    }

    private static Long seconds(String text, DataType type) {
        BigDecimal time = time(text, type);
        return time.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static Long ticks(String text, DataType type) {
        return time(text, type)
                .movePointRight(type.precision())
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /** Seconds since 1970: of a date, a time stamp with or without zone, or the number itself. */
    private static BigDecimal time(String text, DataType type) {
        String trimmed = text.strip();
        if (isNumber(trimmed)) {
            return new BigDecimal(trimmed);
        }
        int split = Math.max(trimmed.indexOf(' '), trimmed.indexOf('T'));
        if (split < 0) {
            LocalDate date = LocalDate.parse(padded(trimmed));
            return BigDecimal.valueOf(
                    date.atStartOfDay(Texts.zoneOf(type.zone())).toEpochSecond());
        }
        LocalDate date = LocalDate.parse(padded(trimmed.substring(0, split)));
        String rest = trimmed.substring(split + 1).strip();
        ZoneId zone = Texts.zoneOf(type.zone());
        int offset = offsetStart(rest);
        if (offset >= 0) {
            String written = rest.substring(offset).strip();
            zone = written.equalsIgnoreCase("utc") ? ZoneOffset.UTC : ZoneOffset.of(written);
            rest = rest.substring(0, offset).strip();
        }
        LocalTime time = LocalTime.parse(rest.length() > 1 && rest.charAt(1) == ':' ? "0" + rest : rest);
        Instant instant = date.atTime(time).atZone(zone).toInstant();
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || (text.length() < 5 && text.charAt(0) != '-' && text.length() != 1)) {
            return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
        }
        boolean dot = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = i == 0 && c == '-';
            boolean point = c == '.' && !dot;
            dot |= point;
            if (!sign && !point && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static int offsetStart(String time) {
        for (int i = 0; i < time.length(); i++) {
            char c = time.charAt(i);
            if (c == '+' || c == '-' || c == 'Z' || c == 'z' || c == 'U') {
                return i;
            }
        }
        return -1;
    }

    /** {@code 2020-1-5} as {@code 2020-01-05}. */
    private static String padded(String date) {
        if (date.length() == 10) {
            return date;
        }
        String[] parts = date.split("-", -1);
        if (parts.length != 3) {
            return date;
        }
        return parts[0] + "-" + twoDigits(parts[1]) + "-" + twoDigits(parts[2]);
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }
}
