package io.millrace.mq.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FixMessageTest {

    @Test
    void anOrderOfTheReferenceIsRead() {
        FixMessage order = of("\"8=FIX.4.2|9=128|35=D|1=CLIENT57|11=HMtWvd|38=1337900|40=2|44=0.7474910246149554|54=1"
                + "|55=BTU|60=20151204-14:30:00.000|107=Peabody Energy Corp|10=039|999=1458195070.31|\"");
        assertThat(order.text(8)).isEqualTo("FIX.4.2");
        assertThat(order.type()).isEqualTo(FixType.ORDER);
        assertThat(order.account()).isEqualTo("CLIENT57");
        assertThat(order.orderId()).isEqualTo("HMtWvd");
        assertThat(order.orderQuantity()).isEqualTo(1_337_900.0);
        assertThat(order.symbol()).isEqualTo("BTU");
        assertThat(order.text(107)).isEqualTo("Peabody Energy Corp");
        assertThat(order.transactTime()).isEqualTo(LocalDateTime.of(2015, 12, 4, 14, 30));
        assertThat(order.feedTime()).isEqualTo(1458195070.31);
        assertThat(order.bid()).isNull();
    }

    @Test
    void typesAreToldApartByTag35() {
        assertThat(of("35=0|").type()).isEqualTo(FixType.HEARTBEAT);
        assertThat(of("35=S").type()).isEqualTo(FixType.NBBO);
        assertThat(of("35=fill").type()).isEqualTo(FixType.OTHER);
        assertThatThrownBy(() -> of("55=A|").type())
                .isInstanceOf(PoisonException.class)
                .hasMessage("field 35 (MsgType) is missing");
    }

    @Test
    void theLastOccurrenceWins() {
        assertThat(of("55=A|55=B|").symbol()).isEqualTo("B");
        assertThat(of("11=a|37=b|").orderId()).isEqualTo("b");
        assertThat(of("37=b|11=a|").orderId()).isEqualTo("a");
    }

    @Test
    void aValueIsEverythingBehindTheFirstEqualsSign() {
        assertThat(of("107=a=b=c|").text(107)).isEqualTo("a=b=c");
    }

    @Test
    void whatIsNoFieldIsIgnored() {
        FixMessage message = of("|x=1|=2|9999999=3|55|1=|8a=1|");
        assertThat(message.account()).isEmpty();
        assertThat(message.symbol()).isNull();
    }

    @Test
    void aNumberThatIsNoneIsToldByItsTag() {
        assertThatThrownBy(() -> of("38=many|").orderQuantity())
                .isInstanceOf(PoisonException.class)
                .hasMessage("field 38 is not a number: 'many'");
        assertThatThrownBy(() -> of("60=noon|").transactTime())
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("field 60 is not a time");
    }

    @Test
    void anyTextIsRead() {
        Random random = new Random(47);
        String alphabet = "\"=|0123456789Aä";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String any = text.toString();
            assertThat(of(any).text(random.nextInt(200)))
                    .as("seed 47, text %s", any)
                    .satisfies(value ->
                            assertThat(value == null || any.contains(value)).isTrue());
        }
    }

    @Test
    void moreFieldsThanUsualAreKept() {
        StringBuilder text = new StringBuilder();
        for (int tag = 1; tag <= 100; tag++) {
            text.append(tag).append('=').append(tag).append('|');
        }
        FixMessage message = of(text.toString());
        assertThat(message.text(1)).isEqualTo("1");
        assertThat(message.text(100)).isEqualTo("100");
    }

    private static FixMessage of(String text) {
        return FixMessage.parse(text.replace('|', '\u0001'));
    }
}
