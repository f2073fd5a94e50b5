package io.millrace.core.flow;

import static io.millrace.core.flow.TestRows.chunk;
import static io.millrace.core.flow.TestRows.rows;
import static io.millrace.core.flow.TestRows.unkeyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ChunkTest {

    @Test
    void knowsWhereEachRowBegins() {
        Chunk chunk = chunk("a=1", "bb=22", "c=3");
        assertThat(chunk.rows()).isEqualTo(3);
        assertThat(chunk.length()).isEqualTo(4 + 6 + 4);
        assertThat(chunk.rowStart(1)).isEqualTo(4);
        assertThat(chunk.rowEnd(1)).isEqualTo(10);
        assertThat(chunk.key(1)).isEqualTo("bb");
    }

    @Test
    void slicesShareBytesAndKeepRowsAndKeys() {
        Chunk chunk = chunk("a=1", "bb=22", "c=3", "d=4");
        Chunk slice = chunk.slice(1, 3);
        assertThat(slice.bytes()).isSameAs(chunk.bytes());
        assertThat(rows(slice)).containsExactly("bb=22", "c=3");
        assertThat(slice.offset()).isEqualTo(4);
        assertThat(slice.length()).isEqualTo(10);
        assertThat(slice.key(1)).isEqualTo("c");
        assertThat(rows(slice.slice(1, 2))).containsExactly("c=3");
        assertThat(slice).hasToString("bb=22\nc=3\n");
    }

    @Test
    void refusesSlicesAndRowsOutsideOfItself() {
        assertThatThrownBy(() -> chunk("a=1").slice(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new RowRef(chunk("a=1"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk(new byte[3], new int[] {4}, 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Chunk(new byte[3], new int[] {3}, 2, null));
    }

    @Test
    void gathersRowsOfManyChunksWithTheirKeys() {
        Chunk one = chunk("a=1", "b=2");
        Chunk two = chunk("c=3", "dd=44");
        Chunk all = Chunk.gather(List.of(new RowRef(two, 1), new RowRef(one, 0)));
        assertThat(rows(all)).containsExactly("dd=44", "a=1");
        assertThat(all.key(0)).isEqualTo("dd");
        assertThat(all.length()).isEqualTo(10);
    }

    @Test
    void givesRowsWithoutKeysAKeyOfTheirOwn() {
        Chunk chunk = unkeyed("1", "1");
        assertThat(chunk.keyed()).isFalse();
        assertThat(chunk.key(0)).isNotEqualTo(chunk.key(1));
        assertThat(Chunk.gather(List.of(new RowRef(chunk, 0))).keyed()).isFalse();
    }

    @Test
    void makesAFormOnceForAllThreads() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        Form<byte[]> form = new Form<>(chunk -> {
            made.incrementAndGet();
            return new byte[chunk.length()];
        });
        Chunk chunk = chunk("a=1");
        ConcurrentLinkedQueue<byte[]> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual().start(() -> {
                seen.add(chunk.form(form));
                done.countDown();
            });
        }
        done.await();
        assertThat(made).hasValue(1);
        assertThat(seen).hasSize(8).allSatisfy(bytes -> assertThat(bytes).isSameAs(chunk.form(form)));
    }

    @Test
    void keepsFormsApart() {
        Form<Integer> rows = new Form<>(Chunk::rows);
        Form<String> text = new Form<>(Chunk::toString);
        Chunk chunk = chunk("a=1");
        assertThat(chunk.form(rows)).isEqualTo(1);
        assertThat(chunk.form(text)).isEqualTo("a=1\n");
        assertThat(chunk.form(rows)).isEqualTo(1);
    }
}
