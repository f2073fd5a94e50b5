package io.millrace.exchange.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FrameReaderTest implements FrameReader.Receiver {

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = new FrameReader(1000, true, this);

    @AfterEach
    void end() {
        reader.end();
    }

    @Override
    public void message(byte[] payload) {
        heard.add("message " + new String(payload, UTF_8));
    }

    @Override
    public void ping(byte[] payload) {
        heard.add("ping " + new String(payload, UTF_8));
    }

    @Override
    public void closed(int code) {
        heard.add("closed " + code);
    }

    @Override
    public void broken(int code, String reason) {
        heard.add("broken " + code + " " + reason);
    }

    private static byte[] frame(int first, byte[] payload) {
        byte[] mask = {1, 2, 3, 4};
        Buffer frame = Buffer.buffer().appendByte((byte) first);
        if (payload.length < 126) {
            frame.appendByte((byte) (0x80 | payload.length));
        } else {
            frame.appendByte((byte) (0x80 | 126)).appendUnsignedShort(payload.length);
        }
        frame.appendBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.appendByte((byte) (payload[i] ^ mask[i & 3]));
        }
        return frame.getBytes();
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(UTF_8));
    }

    @Test
    void readsFramesThatComeInPieces() {
        String longer = "b".repeat(300);
        byte[] both = Buffer.buffer()
                .appendBytes(frame(0x81, "a"))
                .appendBytes(frame(0x81, longer))
                .getBytes();
        for (byte each : both) {
            reader.read(new byte[] {each});
        }
        assertThat(heard).containsExactly("message a", "message " + longer);
    }

    @Test
    void joinsTheFramesOfAMessageAndTakesAPingBetween() {
        reader.read(frame(0x01, "on"));
        reader.read(frame(0x89, "hello"));
        reader.read(frame(0x80, "e"));
        assertThat(heard).containsExactly("ping hello", "message one");
    }

    @Test
    void unpacksMessages() {
        Deflater deflater = new Deflater(5, true);
        byte[] out = new byte[100];
        for (String text : List.of("again and again", "again and again")) {
            deflater.setInput(text.getBytes(UTF_8));
            int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
            reader.read(frame(0xC1, Arrays.copyOf(out, size)));
        }
        deflater.end();
        assertThat(heard).containsExactly("message again and again", "message again and again");
    }

    @Test
    void hearsTheCodeOfAClose() {
        reader.read(frame(0x88, new byte[] {3, (byte) 0xe9}));
        reader.read(frame(0x81, "too late"));
        assertThat(heard).containsExactly("closed 1001");
    }

    @Test
    void refusesWhatAClientMustNotSend() {
        reader.read(new byte[] {(byte) 0x81, 1, 'a'});
        assertThat(heard).containsExactly("broken 1002 frames of a client are masked");
    }

    @Test
    void refusesLongMessages() {
        reader.read(frame(0x01, "a".repeat(900)));
        reader.read(frame(0x80, "a".repeat(101)));
        assertThat(heard).containsExactly("broken 1009 Message too big");
    }

    @Test
    void refusesAFrameThatContinuesNothing() {
        reader.read(frame(0x80, "a"));
        assertThat(heard).containsExactly("broken 1002 frames of a message are out of order");
    }

    @Test
    void writesWhatAClientReads() {
        Frames frames = new Frames();
        Buffer buffer = Buffer.buffer();
        byte[] text = "x".repeat(70_000).getBytes(UTF_8);
        Frames.text(buffer, text, text.length);
        assertThat(buffer.getUnsignedByte(0)).isEqualTo((short) 0x81);
        assertThat(buffer.getUnsignedByte(1)).isEqualTo((short) 127);
        assertThat(buffer.getLong(2)).isEqualTo(70_000);
        assertThat(buffer.length()).isEqualTo(70_010);
        Buffer packed = Buffer.buffer();
        frames.compressedText(packed, text, text.length);
        frames.end();
        assertThat(packed.getUnsignedByte(0)).isEqualTo((short) 0xC1);
        assertThat(packed.length()).isLessThan(1000);
        assertThat(Frames.close(1000, "bye").getBytes()).containsExactly(0x88, 5, 3, 0xe8, 'b', 'y', 'e');
    }
}
