package io.millrace.core.documentation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the Markdown files of the repository promise: snippets equal their source, links lead somewhere, lists are
 * complete.
 */
final class DocumentationTest {

    private static final Path ROOT = root();
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", ".millrace");
    private static final Pattern SNIPPET = Pattern.compile(
            "<!-- snippet: (\\S+?)(?:#(\\S+))? -->\\s*\\n\\h*```\\w*\\n(.*?)\\n\\h*```", Pattern.DOTALL);
    private static final Pattern FENCED = Pattern.compile("^\\h*```.*?^\\h*```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern ENTRY = Pattern.compile("- [a-z0-9][a-z0-9/-]*: \\S.*");

    @Test
    void everySnippetEqualsTheRegionItNames() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path page : pages()) {
            SNIPPET.matcher(Files.readString(page)).results().forEach(snippet -> {
                String source = region(ROOT.resolve(snippet.group(1)), snippet.group(2));
                if (!source.equals(snippet.group(3).stripIndent().strip())) {
                    problems.add(
                            ROOT.relativize(page) + ": the snippet of " + snippet.group(1) + " should read\n" + source);
                }
            });
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path page : pages()) {
            String text = FENCED.matcher(Files.readString(page)).replaceAll("");
            LINK.matcher(text).results().map(link -> link.group(1)).forEach(link -> {
                if (!link.contains("://") && !leads(page, link)) {
                    problems.add(ROOT.relativize(page) + ": " + link);
                }
            });
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyDecisionIsIndexedAndHasItsParts() throws IOException {
        Path folder = ROOT.resolve("docs/adr");
        String index = Files.readString(folder.resolve("README.md"));
        try (var files = Files.list(folder)) {
            List<Path> decisions = files.filter(
                            file -> file.getFileName().toString().matches("\\d{4}-[a-z0-9-]+\\.md"))
                    .toList();
            assertThat(decisions).isNotEmpty().allSatisfy(decision -> {
                assertThat(index).contains("(" + decision.getFileName() + ")");
                assertThat(decision).content().contains("Status", "## Context", "## Decision", "## Consequences");
            });
        }
    }

    @Test
    void everyLineOfTheChangelogNamesItsModule() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("CHANGELOG.md"));
        assertThat(lines).contains("## Unreleased");
        assertThat(lines.stream().filter(line -> line.startsWith("- ")))
                .isNotEmpty()
                .allMatch(ENTRY.asMatchPredicate());
    }

    /**
     * The text between {@code region NAME} and {@code endregion} lines, or of the whole file, without common
     * indentation.
     */
    private static String region(Path file, @Nullable String name) {
        String text = read(file);
        if (name == null) {
            return text.strip();
        }
        Pattern bounds = Pattern.compile(
                "^\\h*(?://|#) region " + Pattern.quote(name) + "\\n(.*?)^\\h*(?://|#) endregion",
                Pattern.DOTALL | Pattern.MULTILINE);
        return bounds.matcher(text)
                .results()
                .map(match -> match.group(1).stripTrailing().stripIndent().strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no region " + name + " in " + file));
    }

    private static boolean leads(Path page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || HEADING.matcher(FENCED.matcher(read(target)).replaceAll(""))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(link.substring(hash + 1)));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .strip()
                .replace(' ', '-');
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(pages).contains(ROOT.resolve("README.md"));
        return pages;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = requireNonNull(folder.getParent(), "no folder above holds mvnw");
        }
        return folder;
    }
}
