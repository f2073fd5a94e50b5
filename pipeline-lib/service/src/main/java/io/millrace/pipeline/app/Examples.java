package io.millrace.pipeline.app;

/** Bodies of requests, as the description of the API shows them. */
final class Examples {

    static final String DOCUMENT = """
            pipelines:
              greetings:
                controllers:
                  - name: greet
                    mode: order-by-sequence
                    workers: 4
                    queue-size: 100
                    modules:
                      - {name: M-Greet, type: template, settings: {key: letter, text: 'Dear {name},'}}
            """;
    static final String DATA = "{\"name\": \"Ada\"}";
    static final String LINES = "{\"name\": \"Ada\"}\n{\"name\": \"Grace\"}\n";
    static final String CHANGE =
            "{\"type\": \"template\", \"settings\": {\"key\": \"letter\", \"text\": \"Hello {name},\"}}";

    private Examples() {}
}
