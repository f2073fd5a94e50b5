package io.millrace.benchmark;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A batch that was put into one direct buffer before, written and forced. */
final class IngestBareFile implements IngestSinksBenchmark.Cell {

    private final FileChannel file;
    private final ByteBuffer lines;

    IngestBareFile(Path folder, List<Record<JsonRow>> rows) throws IOException {
        file = FileChannel.open(folder.resolve("bare.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        int size = rows.stream().mapToInt(row -> row.value().size() + 1).sum();
        lines = ByteBuffer.allocateDirect(size);
        for (Record<JsonRow> row : rows) {
            lines.put(row.value().toBytes()).put((byte) '\n');
        }
    }

    @Override
    public void write(long first) throws IOException {
        lines.flip();
        while (lines.hasRemaining()) {
            file.write(lines);
        }
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
