package parser

import (
	"fmt"
	"strings"
	"testing"
)

// generated returns a class with a number of methods that use the language as applications do. The names differ, as they do there.
func generated(methods int) string {
	var b strings.Builder
	b.WriteString("/** Keeps invoices in step with their orders. */\npublic with sharing class InvoiceService implements Schedulable {\n" +
		"    private static final String PREFIX = 'INV-';\n    public Integer batchSize { get; private set; }\n\n")
	for i := range methods {
		fmt.Fprintf(&b, `    // Bills the open orders of region %[1]d.
    @AuraEnabled(cacheable=false)
    public static Map<Id, List<Invoice__c>> billRegion%[1]d(Set<Id> accountIds, Date until) {
        Map<Id, List<Invoice__c>> byAccount%[1]d = new Map<Id, List<Invoice__c>>();
        if (accountIds == null || accountIds.isEmpty()) {
            throw new IllegalArgumentException('No accounts for region ' + %[1]d);
        }
        for (Order__c order : [
            SELECT Id, Name, Account__c, Total__c, (SELECT Id, Quantity__c FROM Lines__r WHERE Quantity__c > 0)
            FROM Order__c
            WHERE Account__c IN :accountIds AND Status__c = 'Open' AND Due__c <= :until
            ORDER BY Due__c DESC NULLS LAST
            LIMIT %[2]d
        ]) {
            Decimal total%[1]d = order.Total__c != null ? order.Total__c * 1.19 : 0;
            Invoice__c invoice = new Invoice__c(Name = PREFIX + order.Name, Order__c = order.Id, Amount__c = total%[1]d);
            if (!byAccount%[1]d.containsKey(order.Account__c)) {
                byAccount%[1]d.put(order.Account__c, new List<Invoice__c>());
            }
            byAccount%[1]d.get(order.Account__c).add(invoice);
        }
        try {
            insert as user byAccount%[1]d.values()[0];
        } catch (DmlException e) {
            System.debug(LoggingLevel.ERROR, e.getMessage() + e.getStackTraceString());
        }
        return byAccount%[1]d;
    }

`, i, 100+i)
	}
	b.WriteString("    public void execute(SchedulableContext context) { billRegion0(null, Date.today().addDays(-1)); }\n}\n")
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	texts := map[string][]byte{"small": []byte(controller), "class": []byte(generated(10)), "large": []byte(generated(500))}
	for _, name := range []string{"small", "class", "large"} {
		b.Run(name, func(b *testing.B) {
			if tree := Parse(texts[name]); len(tree.Errors()) > 0 {
				b.Fatal(tree.Errors())
			}
			b.SetBytes(int64(len(texts[name])))
			b.ReportAllocs()
			for b.Loop() {
				Parse(texts[name])
			}
		})
	}
	if corpus := readCorpus(b, 1<<20); corpus != nil {
		b.Run("corpus", func(b *testing.B) {
			size := 0
			for _, text := range corpus {
				size += len(text)
			}
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, text := range corpus {
					Parse([]byte(text))
				}
			}
		})
	}
}

func BenchmarkPostings(b *testing.B) {
	tree := Parse([]byte(generated(100)))
	b.ReportAllocs()
	for b.Loop() {
		tree.postings = postings{}
		tree.buildPostings()
	}
}

func BenchmarkWalk(b *testing.B) {
	tree := Parse([]byte(generated(100)))
	b.ReportAllocs()
	for b.Loop() {
		count := 0
		for n := range tree.Root().Descendants() {
			if n.Child(FieldName).Valid() {
				count++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tree.Len()), "ns/node")
}
