import java.nio.file.Path;
import net.sourceforge.pmd.PMDConfiguration;
import net.sourceforge.pmd.PmdAnalysis;
import net.sourceforge.pmd.lang.Language;
import net.sourceforge.pmd.lang.LanguageRegistry;
import net.sourceforge.pmd.reporting.ReportStats;

/**
 * Runs PMD over Apex alone, for {@code scripts/bench pmd}; the npm package brings PMD's libraries but no command line.
 *
 * <p>Arguments: ruleset, JSON report to write, then the directories to analyse. Only Apex files are collected, so that PMD
 * is not charged for listing files that no rule of the set looks at.
 */
public final class PmdRun {
    private PmdRun() {}

    public static void main(String[] args) {
        if (args.length < 3) {
            System.err.println("usage: PmdRun RULESET REPORT DIR...");
            System.exit(2);
        }
        PMDConfiguration configuration = new PMDConfiguration();
        Language apex = LanguageRegistry.PMD.getLanguageById("apex");
        configuration.setOnlyRecognizeLanguage(apex);
        configuration.setIgnoreIncrementalAnalysis(true);
        configuration.addRuleSet(args[0]);
        configuration.setReportFormat("json");
        configuration.setReportFile(Path.of(args[1]));
        for (int i = 2; i < args.length; i++) {
            configuration.addInputPath(Path.of(args[i]));
        }
        try (PmdAnalysis analysis = PmdAnalysis.create(configuration)) {
            int files = analysis.files().getCollectedFiles().size();
            ReportStats stats = analysis.runAndReturnStats();
            System.out.printf("files=%d violations=%d errors=%d%n", files, stats.getNumViolations(), stats.getNumErrors());
        }
    }
}
