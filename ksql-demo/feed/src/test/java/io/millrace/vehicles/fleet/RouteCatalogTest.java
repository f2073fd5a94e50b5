package io.millrace.vehicles.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

final class RouteCatalogTest {

    @Test
    void hasTwoDirectionsOfEachRouteThatMeet() {
        for (int i = 0; i < RouteCatalog.standard().size(); i += 2) {
            RouteLine there = RouteCatalog.standard().get(i);
            RouteLine back = RouteCatalog.standard().get(i + 1);
            assertThat(back.route()).isEqualTo(there.route());
            assertThat(there.direction()).isEqualTo(1);
            assertThat(back.direction()).isEqualTo(2);
            assertThat(back.path().getFirst()).isEqualTo(there.path().getLast());
            assertThat(back.metres()).isEqualTo(there.metres());
            assertThat(there.stops())
                    .hasSizeGreaterThan(2)
                    .isSortedAccordingTo((a, b) -> Double.compare(a.metres(), b.metres()));
            assertThat(back.stops()).isSortedAccordingTo((a, b) -> Double.compare(a.metres(), b.metres()));
            assertThat(there.metres()).isBetween(2_000.0, 60_000.0);
            double[] distances = RouteLine.distances(there.path());
            assertThat(there.at(there.metres(), distances).place())
                    .isEqualTo(there.path().getLast());
        }
    }

    @Test
    void namesEachLineThatIsWrong() {
        String text = """
                # comment
                1;1;bus;A;B;60.1,24.9 60.2,24.9

                2;2;rocket;A;B;60.1,24.9 60.2,24.9
                3;3;bus;A;B;60.1 24.9
                4;4;bus;A;B;60.1,24.9
                5;5;bus;A;B;91,24.9 60.1,24.9
                6;6;bus
                7;7;bus;A/B;C;60.1,24.9 60.2,24.9
                """;
        assertThatThrownBy(() -> RouteCatalog.parse("my.csv", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("""
                        my.csv line 4: unknown mode 'rocket', expected bus, tram, train, ferry, metro, ubus or robot
                        my.csv line 5: a place is latitude,longitude, was '60.1'
                        my.csv line 6: a route needs two places at least 200 m from each other
                        my.csv line 7: latitude must be from -90 to 90, was 91.0
                        my.csv line 8: expected id;label;mode;headsign;headsign back;places, found 3 fields
                        my.csv line 9: the id must not be blank, and headsigns must not hold a slash""");
        assertThatThrownBy(() -> RouteCatalog.parse("empty.csv", "# nothing\n")).hasMessage("empty.csv has no route");
    }
}
