package io.millrace.vehicles.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.testkit.LivePage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The map in a real browser, with a simulated fleet that comes over MQTT. */
@Tag("browser")
@QuarkusTest
@TestProfile(SimulatorProfile.class)
@Timeout(120)
class LivePageIT {

    private static final LivePage PAGE = new LivePage();

    @TempDir
    static Path profile = Path.of("unset");

    @TestHTTPResource("/")
    URI page = URI.create("http://unset");

    @BeforeEach
    void open() throws Exception {
        PAGE.show(page, profile);
    }

    @AfterAll
    static void close() throws InterruptedException {
        PAGE.close();
    }

    @Test
    void showsVehiclesThatMove() throws Exception {
        assertThat(script("""
                        while (shown.vehicles.size < 20) await wait(50);
                        const one = [...shown.vehicles.values()].find(v => v.row.speed > 3) ?? [...shown.vehicles.values()][0];
                        const before = one.row.time;
                        while (one.row.time === before) await wait(50);
                        while (!/^[1-9]/.test(text('inView'))) await wait(50);
                        while (!/^[1-9]/.test(text('rate'))) await wait(50);
                        const canvas = document.querySelector('canvas.leaflet-zoom-hide');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        done((pixels.some(p => p > 0) ? 'drawn' : 'empty') + ', ' + text('state'));
                        """)).isEqualTo("drawn, live");
    }

    @Test
    void receivesOnlyWhatIsInView() throws Exception {
        assertThat(script("""
                        map.setView([60.205, 24.94], 12, { animate: false });
                        while (shown.vehicles.size < 5) await wait(50);
                        map.setView([60.2054, 24.656], 14, { animate: false });
                        await wait(2500);
                        const asked = document.body.dataset.bbox.split(',').map(Number);
                        const b = map.getBounds();
                        const outside = [...shown.vehicles.values()].filter(v => v.row.long < asked[0] || v.row.lat < asked[1] || v.row.long > asked[2] || v.row.lat > asked[3]);
                        const covered = asked[0] <= b.getWest() && asked[1] <= b.getSouth() && asked[2] >= b.getEast() && asked[3] >= b.getNorth();
                        map.setView([60.205, 24.94], 12, { animate: false });
                        done(outside.length + ' outside, view ' + (covered ? 'covered' : 'not covered'));
                        """)).isEqualTo("0 outside, view covered");
    }

    @Test
    void showsOneVehicleAndItsTrail() throws Exception {
        assertThat(script("""
                        while (shown.vehicles.size < 5) await wait(50);
                        const view = map.getBounds();
                        const one = [...shown.vehicles.values()].find(v => v.row.route && view.pad(-.2).contains([v.lat, v.long]));
                        const point = map.latLngToContainerPoint([one.lat, one.long]);
                        const box = map.getContainer().getBoundingClientRect();
                        const target = document.elementFromPoint(box.left + point.x, box.top + point.y);
                        for (const type of ['mousedown', 'mouseup', 'click'])
                          target.dispatchEvent(new MouseEvent(type, { bubbles: true, view: window, clientX: box.left + point.x, clientY: box.top + point.y }));
                        while (document.getElementById('details').hidden) await wait(20);
                        while (!(document.body.dataset.trail > 0)) await wait(20);
                        const names = [...document.querySelectorAll('#facts dt')].map(e => e.textContent);
                        const title = text('title');
                        document.getElementById('close').click();
                        done((title.length > 2 ? 'titled' : 'no title') + ', ' + names.includes('age') + ', ' + names.includes('position')
                          + ', ' + document.getElementById('details').hidden);
                        """)).isEqualTo("titled, true, true, true");
    }

    @Test
    void filtersByRoute() throws Exception {
        assertThat(script("""
                        while (shown.vehicles.size < 20) await wait(50);
                        const route = [...shown.vehicles.values()][0].row.route;
                        const field = document.getElementById('route');
                        field.value = route;
                        field.dispatchEvent(new Event('input', { bubbles: true }));
                        await wait(2500);
                        const routes = new Set([...shown.vehicles.values()].map(v => v.row.route));
                        const only = routes.size === 1 && routes.has(route);
                        field.value = '';
                        field.dispatchEvent(new Event('input', { bubbles: true }));
                        while (new Set([...shown.vehicles.values()].map(v => v.row.route)).size < 2) await wait(50);
                        done(only ? 'only that' : [...routes].join());
                        """)).isEqualTo("only that");
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        assertThat(PAGE.onANarrowScreen("#map canvas")).isEqualTo("fits");
        assertThat(script("done(document.documentElement.scrollHeight <= innerHeight)"))
                .isEqualTo("true");
    }

    private static String script(String body) throws Exception {
        return PAGE.script("const { map, shown } = window.millrace;\n" + body);
    }
}
