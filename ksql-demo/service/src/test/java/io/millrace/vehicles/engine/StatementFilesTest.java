package io.millrace.vehicles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatementFilesTest {

    @Test
    void blanksAndCommentsMakeNoOtherStatement() {
        assertThat(StatementFiles.same("CREATE  STREAM s\n (a INT) -- the first\n;", "CREATE STREAM s (a INT) ;"))
                .isTrue();
        assertThat(StatementFiles.same("SELECT /* one\n two */ 'a -- b' FROM s;", "SELECT 'a -- b' FROM s;"))
                .isTrue();
        assertThat(StatementFiles.same("SELECT 'a  b' FROM s;", "SELECT 'a b' FROM s;"))
                .isFalse();
        assertThat(StatementFiles.same("SELECT '$1\\' FROM s;", "SELECT '$1\\' FROM s;"))
                .isTrue();
    }

    @Test
    void saysWhichFileCannotBeRead(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> SqlFile.read("classpath:sql/none.sql"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("classpath:sql/none.sql: there is no such file");
        String missing = folder.resolve("none.sql").toString();
        assertThatThrownBy(() -> SqlFile.read(missing)).hasMessage(missing + ": there is no such file");
        Path latin = Files.write(folder.resolve("latin.sql"), new byte[] {(byte) 0xe4});
        assertThatThrownBy(() -> SqlFile.read(latin.toString())).hasMessage(latin + ": it is not UTF-8");
        assertThat(SqlFile.read("classpath:sql/streams.sql").text()).contains("bus_raw");
    }
}
