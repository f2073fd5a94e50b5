package io.millrace.mq.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {

    @ParameterizedTest
    @CsvSource({
        "'', 10",
        "GET, 13GET",
        "SIZE, 14SIZE",
        "Hello World, 1bHello World",
        "PUT:Lorem Ipsum, 1fPUT:Lorem Ipsum",
        "abcdefghijklmnopqrstuvwxyz, 21aabcdefghijklmnopqrstuvwxyz"
    })
    void writesTheReferencesExamples(String text, String frame) {
        assertThat(new String(Frames.encode(text), UTF_8)).isEqualTo(frame);
        assertThat(Frames.decode(frame.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Decoded.Text.class,
                        decoded -> assertThat(decoded.text()).isEqualTo(text));
    }

    @Test
    void countsBytesNotCharacters() {
        String text = "\ud83d\ude80".repeat(10) + "!";
        byte[] frame = Frames.encode(text);
        assertThat(new String(frame, 0, 3, UTF_8)).isEqualTo("229");
        assertThat(frame).hasSize(44);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "0, NO_LENGTH",
        "x, BAD_LENGTH_OF_LENGTH",
        "2a, TRUNCATED_LENGTH",
        "1x, BAD_LENGTH",
        "13GE, INVALID_LENGTH",
        "13GETT, INVALID_LENGTH",
        "fffffffffffffffff, INVALID_LENGTH"
    })
    void refusesWhatIsNoFrame(String bytes, FrameError error) {
        assertThat(Frames.decode(bytes.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        invalid -> assertThat(invalid.error()).isEqualTo(error));
    }

    @Test
    void saysAsTheReferenceWhatIsWrongWithALength() {
        assertThat(Frames.decode("13GE".getBytes(UTF_8)))
                .isEqualTo(new Decoded.Invalid(
                        FrameError.INVALID_LENGTH, "Buffer length mismatch. Expected 5 bytes, got 4 bytes."));
    }

    @Test
    void takesExactlyWhatFitsADatagram() {
        assertThat(Frames.encode(new byte[Frames.MAX_TEXT])).hasSize(Frames.MAX_DATAGRAM);
        assertThatThrownBy(() -> Frames.encode(new byte[Frames.MAX_TEXT + 1]))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("a text of 65503 bytes does not fit a datagram, which holds 65502");
        assertThat(Frames.decode(new byte[Frames.MAX_DATAGRAM + 1]))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        invalid -> assertThat(invalid.error()).isEqualTo(FrameError.TOO_LARGE));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_101})
    void makesAFrameOrAnErrorOfAnyBytes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) "0123456789abcdefABCDEF".charAt(random.nextInt(22));
            }
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[1] = (byte) "0123456789abcdefABCDEF".charAt(random.nextInt(22));
            }
            assertThat(Frames.decode(bytes)).isNotNull();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4})
    void readsBackWhatItWrote(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] text = new byte[random.nextInt(1 << random.nextInt(17)) % (Frames.MAX_TEXT + 1)];
            random.nextBytes(text);
            byte[] frame = Frames.encode(text);
            assertThat(Frames.header(frame, 0, frame.length)).isEqualTo(Frames.headerOf(text.length));
            assertThat(Frames.decode(frame))
                    .isInstanceOfSatisfying(
                            Decoded.Text.class,
                            decoded -> assertThat(decoded.bytes()).isEqualTo(text));
        }
    }
}
