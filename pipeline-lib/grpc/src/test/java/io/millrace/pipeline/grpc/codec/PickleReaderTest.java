package io.millrace.pipeline.grpc.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles as Python 3.11 wrote them, and what must never be read. */
class PickleReaderTest {

    /** One value of every kind, by protocol. */
    private static String python(int protocol) {
        return switch (protocol) {
            case 0 ->
                "KGRwMApWdGV4dApwMQpWWvxyaWNoIFxVMDAwMWY2ODAKcDIKc1ZpbnQKcDMKSTcKc1ZuZWcKcDQKSS0xMjkKc1ZiaWcKcDUKTDEx"
                        + "ODA1OTE2MjA3MTc0MTEzMDM0MjRMCnNWLWJpZwpwNgpMLTExODA1OTE2MjA3MTc0MTEzMDM0MjRMCnNWdTE2CnA3Ckk2NTUzNQpz"
                        + "VmZsb2F0CnA4CkYwLjEKc1ZpbmYKcDkKRmluZgpzVnllcwpwMTAKSTAxCnNWbm8KcDExCkkwMApzVm5vbmUKcDEyCk5zVmJ5dGVz"
                        + "CnAxMwpjX2NvZGVjcwplbmNvZGUKcDE0CihWYWL/CnAxNQpWbGF0aW4xCnAxNgp0cDE3ClJwMTgKc1ZlbXB0eQpwMTkKY19fYnVp"
                        + "bHRpbl9fCmJ5dGVzCnAyMAoodFJwMjEKc1ZhcnJheQpwMjIKY19fYnVpbHRpbl9fCmJ5dGVhcnJheQpwMjMKKGcxNAooVnh5CnAy"
                        + "NApnMTYKdHAyNQpScDI2CnRwMjcKUnAyOApzVmxpc3QKcDI5CihscDMwCkkxCmEobHAzMQpJMgphKGxwMzIKYWEobHAzMwpWcwpw"
                        + "MzQKYWFnMzMKYXNWdHVwbGUKcDM1CihJMQpWdHdvCnAzNgooRjMuMAp0cDM3CnRwMzgKc1Z0MApwMzkKKHRzVnQ0CnA0MAooSTEK"
                        + "STIKSTMKSTQKdHA0MQpzVm1hcApwNDIKKGRwNDMKVmEKcDQ0CihkcDQ1CnNzVnNldApwNDYKY19fYnVpbHRpbl9fCnNldApwNDcK"
                        + "KChscDQ4Ckk1CmF0cDQ5ClJwNTAKc1Zmcm96ZW4KcDUxCmNfX2J1aWx0aW5fXwpmcm96ZW5zZXQKcDUyCigobHA1MwpJNgphdHA1"
                        + "NApScDU1CnNWbG9uZwpwNTYKVnh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eApwNTcKc1Zsb25nYnl0ZXMKcDU4CmcxNAooVnp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6egpwNTkKZzE2CnRwNjAKUnA2MQpzLg==";
            case 1 ->
                "fXEAKFgEAAAAdGV4dHEBWAwAAABaw7xyaWNoIPCfmoBxAlgDAAAAaW50cQNLB1gDAAAAbmVncQRKf////1gDAAAAYmlncQVMMTE4"
                        + "MDU5MTYyMDcxNzQxMTMwMzQyNEwKWAQAAAAtYmlncQZMLTExODA1OTE2MjA3MTc0MTEzMDM0MjRMClgDAAAAdTE2cQdN//9YBQAA"
                        + "AGZsb2F0cQhHP7mZmZmZmZpYAwAAAGluZnEJR3/wAAAAAAAAWAMAAAB5ZXNxCkkwMQpYAgAAAG5vcQtJMDAKWAQAAABub25lcQxO"
                        + "WAUAAABieXRlc3ENY19jb2RlY3MKZW5jb2RlCnEOKFgEAAAAYWLDv3EPWAYAAABsYXRpbjFxEHRxEVJxElgFAAAAZW1wdHlxE2Nf"
                        + "X2J1aWx0aW5fXwpieXRlcwpxFClScRVYBQAAAGFycmF5cRZjX19idWlsdGluX18KYnl0ZWFycmF5CnEXKGgOKFgCAAAAeHlxGGgQ"
                        + "dHEZUnEadHEbUnEcWAQAAABsaXN0cR1dcR4oSwFdcR8oSwJdcSBlXXEhWAEAAABzcSJhaCFlWAUAAAB0dXBsZXEjKEsBWAMAAAB0"
                        + "d29xJChHQAgAAAAAAAB0cSV0cSZYAgAAAHQwcScpWAIAAAB0NHEoKEsBSwJLA0sEdHEpWAMAAABtYXBxKn1xK1gBAAAAYXEsfXEt"
                        + "c1gDAAAAc2V0cS5jX19idWlsdGluX18Kc2V0CnEvKF1xMEsFYXRxMVJxMlgGAAAAZnJvemVucTNjX19idWlsdGluX18KZnJvemVu"
                        + "c2V0CnE0KF1xNUsGYXRxNlJxN1gEAAAAbG9uZ3E4WCwBAAB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHhxOVgJAAAAbG9uZ2J5dGVzcTpoDihYLAEAAHp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enE7aBB0cTxScT11Lg==";
            case 2 ->
                "gAJ9cQAoWAQAAAB0ZXh0cQFYDAAAAFrDvHJpY2gg8J+agHECWAMAAABpbnRxA0sHWAMAAABuZWdxBEp/////WAMAAABiaWdxBYoJ"
                        + "AAAAAAAAAABAWAQAAAAtYmlncQaKCQAAAAAAAAAAwFgDAAAAdTE2cQdN//9YBQAAAGZsb2F0cQhHP7mZmZmZmZpYAwAAAGluZnEJ"
                        + "R3/wAAAAAAAAWAMAAAB5ZXNxCohYAgAAAG5vcQuJWAQAAABub25lcQxOWAUAAABieXRlc3ENY19jb2RlY3MKZW5jb2RlCnEOWAQA"
                        + "AABhYsO/cQ9YBgAAAGxhdGluMXEQhnERUnESWAUAAABlbXB0eXETY19fYnVpbHRpbl9fCmJ5dGVzCnEUKVJxFVgFAAAAYXJyYXlx"
                        + "FmNfX2J1aWx0aW5fXwpieXRlYXJyYXkKcRdoDlgCAAAAeHlxGGgQhnEZUnEahXEbUnEcWAQAAABsaXN0cR1dcR4oSwFdcR8oSwJd"
                        + "cSBlXXEhWAEAAABzcSJhaCFlWAUAAAB0dXBsZXEjSwFYAwAAAHR3b3EkR0AIAAAAAAAAhXElh3EmWAIAAAB0MHEnKVgCAAAAdDRx"
                        + "KChLAUsCSwNLBHRxKVgDAAAAbWFwcSp9cStYAQAAAGFxLH1xLXNYAwAAAHNldHEuY19fYnVpbHRpbl9fCnNldApxL11xMEsFYYVx"
                        + "MVJxMlgGAAAAZnJvemVucTNjX19idWlsdGluX18KZnJvemVuc2V0CnE0XXE1SwZhhXE2UnE3WAQAAABsb25ncThYLAEAAHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHE5WAkA"
                        + "AABsb25nYnl0ZXNxOmgOWCwBAAB6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enpxO2gQhnE8UnE9dS4=";
            case 3 ->
                "gAN9cQAoWAQAAAB0ZXh0cQFYDAAAAFrDvHJpY2gg8J+agHECWAMAAABpbnRxA0sHWAMAAABuZWdxBEp/////WAMAAABiaWdxBYoJ"
                        + "AAAAAAAAAABAWAQAAAAtYmlncQaKCQAAAAAAAAAAwFgDAAAAdTE2cQdN//9YBQAAAGZsb2F0cQhHP7mZmZmZmZpYAwAAAGluZnEJ"
                        + "R3/wAAAAAAAAWAMAAAB5ZXNxCohYAgAAAG5vcQuJWAQAAABub25lcQxOWAUAAABieXRlc3ENQwNhYv9xDlgFAAAAZW1wdHlxD0MA"
                        + "cRBYBQAAAGFycmF5cRFjYnVpbHRpbnMKYnl0ZWFycmF5CnESQwJ4eXEThXEUUnEVWAQAAABsaXN0cRZdcRcoSwFdcRgoSwJdcRll"
                        + "XXEaWAEAAABzcRthaBplWAUAAAB0dXBsZXEcSwFYAwAAAHR3b3EdR0AIAAAAAAAAhXEeh3EfWAIAAAB0MHEgKVgCAAAAdDRxIShL"
                        + "AUsCSwNLBHRxIlgDAAAAbWFwcSN9cSRYAQAAAGFxJX1xJnNYAwAAAHNldHEnY2J1aWx0aW5zCnNldApxKF1xKUsFYYVxKlJxK1gG"
                        + "AAAAZnJvemVucSxjYnVpbHRpbnMKZnJvemVuc2V0CnEtXXEuSwZhhXEvUnEwWAQAAABsb25ncTFYLAEAAHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHEyWAkAAABsb25nYnl0"
                        + "ZXNxM0IsAQAAenp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6cTR1Lg==";
            case 4 ->
                "gASVwwMAAAAAAAB9lCiMBHRleHSUjAxaw7xyaWNoIPCfmoCUjANpbnSUSweMA25lZ5RKf////4wDYmlnlIoJAAAAAAAAAABAjAQt"
                        + "YmlnlIoJAAAAAAAAAADAjAN1MTaUTf//jAVmbG9hdJRHP7mZmZmZmZqMA2luZpRHf/AAAAAAAACMA3llc5SIjAJub5SJjARub25l"
                        + "lE6MBWJ5dGVzlEMDYWL/lIwFZW1wdHmUQwCUjAVhcnJheZSMCGJ1aWx0aW5zlIwJYnl0ZWFycmF5lJOUQwJ4eZSFlFKUjARsaXN0"
                        + "lF2UKEsBXZQoSwJdlGVdlIwBc5RhaBxljAV0dXBsZZRLAYwDdHdvlEdACAAAAAAAAIWUh5SMAnQwlCmMAnQ0lChLAUsCSwNLBHSU"
                        + "jANtYXCUfZSMAWGUfZRzjANzZXSUj5QoSwWQjAZmcm96ZW6UKEsGkZSMBGxvbmeUWCwBAAB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHiUjAlsb25nYnl0ZXOUQiwBAAB6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enqUdS4=";
            case 5 ->
                "gAWVrQMAAAAAAAB9lCiMBHRleHSUjAxaw7xyaWNoIPCfmoCUjANpbnSUSweMA25lZ5RKf////4wDYmlnlIoJAAAAAAAAAABAjAQt"
                        + "YmlnlIoJAAAAAAAAAADAjAN1MTaUTf//jAVmbG9hdJRHP7mZmZmZmZqMA2luZpRHf/AAAAAAAACMA3llc5SIjAJub5SJjARub25l"
                        + "lE6MBWJ5dGVzlEMDYWL/lIwFZW1wdHmUQwCUjAVhcnJheZSWAgAAAAAAAAB4eZSMBGxpc3SUXZQoSwFdlChLAl2UZV2UjAFzlGFo"
                        + "F2WMBXR1cGxllEsBjAN0d2+UR0AIAAAAAAAAhZSHlIwCdDCUKYwCdDSUKEsBSwJLA0sEdJSMA21hcJR9lIwBYZR9lHOMA3NldJSP"
                        + "lChLBZCMBmZyb3plbpQoSwaRlIwEbG9uZ5RYLAEAAHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
                        + "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eJSMCWxvbmdieXRlc5RCLAEAAHp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6"
                        + "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6epR1Lg==";
            default -> throw new IllegalArgumentException();
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void readsWhatPythonWrites(int protocol) {
        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("text", "Z\u00fcrich \ud83d\ude80");
        expected.put("int", 7L);
        expected.put("neg", -129L);
        expected.put("big", BigInteger.TWO.pow(70));
        expected.put("-big", BigInteger.TWO.pow(70).negate());
        expected.put("u16", 65535L);
        expected.put("float", 0.1);
        expected.put("inf", Double.POSITIVE_INFINITY);
        expected.put("yes", true);
        expected.put("no", false);
        expected.put("none", null);
        expected.put("bytes", new byte[] {'a', 'b', (byte) 255});
        expected.put("empty", new byte[0]);
        expected.put("array", new byte[] {'x', 'y'});
        expected.put("list", List.of(1L, List.of(2L, List.of()), List.of("s"), List.of("s")));
        expected.put("tuple", List.of(1L, "two", List.of(3.0)));
        expected.put("t0", List.of());
        expected.put("t4", List.of(1L, 2L, 3L, 4L));
        expected.put("map", Map.of("a", Map.of()));
        expected.put("set", List.of(5L));
        expected.put("frozen", List.of(6L));
        expected.put("long", "x".repeat(300));
        expected.put("longbytes", "z".repeat(300).getBytes(StandardCharsets.UTF_8));
        Map<?, ?> read = (Map<?, ?>) requireNonNull(decode(python(protocol)));
        assertThat(read.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> assertThat(read.get(key)).as(key).isEqualTo(value));
    }

    static Stream<Arguments> named() {
        return Stream.of(
                Arguments.of("posix.system", "gAJjcG9zaXgKc3lzdGVtCnEAWAoAAABlY2hvIHB3bmVkcQGFcQJScQMu"),
                Arguments.of("posix.system", "gASVJQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAplY2hvIHB3bmVklIWUUpQu"),
                Arguments.of("demo.Point", "gAJjZGVtbwpQb2ludApxACmBcQF9cQJYAQAAAHhxA0sBc2Iu"),
                Arguments.of("demo.Point", "gASVHwAAAAAAAACMBGRlbW+UjAVQb2ludJSTlCmBlH2UjAF4lEsBc2Iu"),
                Arguments.of(
                        "datetime.datetime",
                        "gAJjZGF0ZXRpbWUKZGF0ZXRpbWUKcQBjX2NvZGVjcwplbmNvZGUKcQFYCwAAAAfDqgEBAAAAAAAAcQJYBgAAAGxhdGluMXEDhnEE"
                                + "UnEFhXEGUnEHLg=="),
                Arguments.of(
                        "datetime.datetime",
                        "gASVKgAAAAAAAACMCGRhdGV0aW1llIwIZGF0ZXRpbWWUk5RDCgfqAQEAAAAAAACUhZRSlC4="),
                Arguments.of("collections.OrderedDict", "gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQApUnEBWAEAAABhcQJLAXMu"),
                Arguments.of(
                        "collections.OrderedDict",
                        "gASVKQAAAAAAAACMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpSMAWGUSwFzLg=="));
    }

    @ParameterizedTest
    @MethodSource("named")
    void refusesWhatNamesAnythingByThatName(String name, String pickle) {
        assertThatThrownBy(() -> decode(pickle))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("refused, it names " + name)
                .hasMessageEndingWith("only plain values are read");
    }

    @Test
    void refusesToCallWhatIsNotAFunctionOfOurs() {
        refused("\u0080\u0003K\u0001)R.", "calls what is not a function");
        refused(
                "\u0080\u0002c_codecs\nencode\nX\u0001\u0000\u0000\u0000aX\u0003\u0000\u0000\u0000rot\u0086R.",
                "latin1");
        refused("\u0080\u0002c_codecs\nencode\n.", "holds a function");
        refused("(i__main__\nPoint\n.", "it names __main__.Point");
        refused("\u0080\u0002)\u0081.", "builds an object");
        refused("Pobject\n.", "an object outside");
        refused("\u0080\u0002\u0082\u0001.", "registered extension");
        refused("\u0080\u0005\u0097.", "buffer outside");
    }

    @Test
    void refusesWhatIsNoPickle() {
        refused("", "ends too early");
        refused("\u0080\u0006N.", "protocol 6");
        refused("\u0080\u0003NN.", "does not end with one value");
        refused("\u0080\u0003N.N", "does not end with one value");
        refused("\u0080\u0003(.", "does not end with one value");
        refused("\u0080\u0003h\u0007.", "never kept");
        refused("\u0080\u0003e.", "never began");
        refused("\u0080\u0003(K\u0001u.", "takes more than it gave");
        refused("\u0080\u0003}(K\u0001u.", "a key without a value");
        refused("\u0080\u0003}K\u0001K\u0002s.", "key that is not a text: 1");
        refused("\u0080\u0003X\u00ff\u00ff\u00ff\u007f.", "a length of 2147483647 with 1 bytes left");
        refused("\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "a length of");
        refused("\u00ee.", "unknown instruction 0xee");
    }

    @Test
    void aListWithinItselfIsRefused() {
        refused("\u0080\u0003]q\u0000h\u0000a.", "contains itself");
    }

    @Test
    void fewBytesCannotUnfoldToAnySize() {
        assertThatThrownBy(() -> new PickleCodec().decode(nested(30)))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("more than 100000 parts");
        assertThat(nested(30)).hasSizeLessThan(500);
    }

    /** A list of two references to a list of two references ..., so many deep. */
    private static byte[] nested(int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(latin("\u0080\u0003]K\u0001aq\u0000"));
        out.writeBytes(latin("0"));
        for (int i = 1; i <= depth; i++) {
            out.writeBytes(new byte[] {']', '(', 'h', (byte) (i - 1), 'h', (byte) (i - 1), 'e', 'q', (byte) i});
            if (i < depth) {
                out.write('0');
            }
        }
        out.write('.');
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void anIndependentLibraryReadsWhatIsWrittenAndWritesWhatIsRead(long seed) throws Exception {
        Random random = new Random(seed);
        PickleCodec codec = new PickleCodec();
        for (int i = 0; i < 300; i++) {
            Object value = PlainSamples.value(random, 1, true);
            byte[] ours = codec.encode(value);
            Object theirs = new Unpickler().loads(ours);
            byte[] again = new Pickler().dumps(theirs);
            assertThat(PlainSamples.shown(codec.decode(again)))
                    .as("seed %d, value %d", seed, i)
                    .isEqualTo(PlainSamples.shown(codec.decode(ours)));
        }
    }

    private static @Nullable Object decode(String base64) {
        return new PickleCodec().decode(Base64.getDecoder().decode(base64));
    }

    private static byte[] latin(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void refused(String bytes, String text) {
        assertThatThrownBy(() -> new PickleCodec().decode(latin(bytes)))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining(text);
    }
}
