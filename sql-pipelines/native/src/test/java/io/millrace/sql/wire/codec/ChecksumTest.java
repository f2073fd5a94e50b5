package io.millrace.sql.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as the package that the Python driver uses gives them. */
final class ChecksumTest {

    @ParameterizedTest
    @CsvSource({
        "0, 3cb540c392e51e29, 3df09dfc64c09a2b",
        "1, 2af2b13064cd571f, 39379490ccb55d55",
        "3, 32301bf0c250612d, 3108fa6b1da16986",
        "4, cea6b327f605358d, 2321e75aee8d6c41",
        "7, 4987956c9782ee8f, 9ef90f69597e95c7",
        "8, 9f0e02109921888c, b6ad7c9a5953432f",
        "12, f1894ae12eacd212, 3924a15134c4740e",
        "15, 8ea0a478a90d3277, 5a8299d8ab8f2f47",
        "16, a35615c235313f7a, 21e79cab7f9c2b79",
        "18, af36b5f59bca9faf, 9005c5ccd91de96c",
        "20, e622815923e8b885, ca1910f5efea96e9",
        "30, f711b97c99b82a94, 4d14d68b8290490a",
        "33, 10572bd58efa7aaf, 94bbf1d5b6ddb61",
        "64, 5754630cbbd83214, d412d58ec1432aef",
        "100, 5da4e59606ec0c52, e8ed256df7c36d77",
        "128, 108fb9e5b83fdff4, 11d00b10d6694d31",
        "143, df56bd91c3fb4dd0, 201689145f2ebee2",
        "144, 7a10bf4573107c6, d639167b9b85767d",
        "150, 6b6e1158c84ec61e, 4289ae6878e21994",
        "200, e3706db480814454, 6bfc6588f8397554",
        "255, 1a5bb4038d2f32ff, 217ad8cf08bbe4ca",
        "256, 9fd9b2b0b79abdae, 86696dd596ccf44b",
        "272, edec81d742e3b161, efd5ff73250bf76d",
        "300, 37c2e51cab2517ef, d6306a0c4528ae11",
        "1000, f6e6cbc56b688720, 984b538c7b372373"
    })
    void equalsTheFamilys(int length, String high, String low) {
        byte[] data = new byte[length + 5];
        for (int i = 0; i < length; i++) {
            data[i + 3] = (byte) (i * 7 + 3);
        }
        Checksum checksum = Checksum.of(data, 3, length);
        assertThat(Long.toHexString(checksum.low())).isEqualTo(low);
        assertThat(Long.toHexString(checksum.high())).isEqualTo(high);
    }
}
