package project

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func references(s *Snapshot) string {
	names := [...]string{"", "import", "controller", "action", "flow", "plug-in", "agent", "record", "class", "page", "license", "guest profile"}
	var b strings.Builder
	for _, f := range s.Files {
		for _, r := range f.References {
			fmt.Fprintf(&b, "%s: %s %s", filepath.Base(f.Path), names[r.Kind], r.Name)
			if r.Object != "" {
				fmt.Fprintf(&b, " in %s.%s", r.Object, r.Field)
			}
			if at := string(f.Text[r.Offset:r.End]); at != r.Name {
				fmt.Fprintf(&b, " at %q", at)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

const metadataNamespace = `xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`

func TestReferences(t *testing.T) {
	root := tree(t, strings.ReplaceAll(`
-- sfdx-project.json --
{"packageDirectories": [{"path": "app"}], "sourceApiVersion": "60.0"}
-- app/classes/Handler.cls --
public class Handler {}
-- app/lwc/list/list.js --
import find from '@salesforce/apex/Finder.find';
import { refreshApex } from '@salesforce/apex';
// import old from '@salesforce/apex/Finder.old';
import save from "@salesforce/apex/ns.Finder.save"; import more from '@salesforce/apexContinuation/Finder.more';
const broken = '@salesforce/apex/Finder
-- app/lwc/list/types.ts --
import { a } from "@salesforce/apex/Typed.a";
-- app/lwc/list/plain.js --
export const x = 'c.notAura';
-- app/lwc/list/__tests__/list.test.js --
import find from '@salesforce/apex/Finder.find';
-- app/aura/Old/Old.cmp --
<!-- an old one -->
<aura:component implements="force:appHostable"
    controller = "OldController" access="global"><aura:attribute name="controller"/></aura:component>
-- app/aura/Old/OldHelper.js --
({ go: function(cmp) { var a = cmp.get("c.load"); a = cmp.get('c.store'); // "c.x y"
   // cmp.get("c.gone")
   abc.d(); } })
-- app/aura/Plain/Plain.app --
<aura:application><c:Old/></aura:application>
-- app/scripts/x.js --
import find from '@salesforce/apex/Finder.find';
-- app/flows/Go.flow-meta.xml --
<Flow META>
  <actionCalls><name>a</name><actionName>FlowAction</actionName><actionType>apex</actionType></actionCalls>
  <actionCalls><name>b</name><actionName>Other</actionName><actionType>emailAlert</actionType></actionCalls>
  <apexPluginCalls><apexClass>Plug</apexClass></apexPluginCalls>
</Flow>
-- app/genAiFunctions/A/A.genAiFunction-meta.xml --
<GenAiFunction META><invocationTarget>AgentAction</invocationTarget><invocationTargetType>apex</invocationTargetType></GenAiFunction>
-- app/genAiFunctions/B/B.genAiFunction-meta.xml --
<GenAiFunction META><invocationTarget>apexFlow</invocationTarget><invocationTargetType>flow</invocationTargetType></GenAiFunction>
-- app/customMetadata/Bind.One.md-meta.xml --
<CustomMetadata META><label>x</label>
  <values><field>Class__c</field><value xsi:type="xsd:string">ns.handler</value></values>
  <values><field>Order__c</field><value xsi:type="xsd:double">1.0</value></values>
  <values><field>None__c</field><value xsi:nil="true"/></values>
</CustomMetadata>
-- app/customMetadata/Bind.Two.md-meta.xml --
<CustomMetadata META><values><field>Class__c</field><value>Unheard</value></values></CustomMetadata>
-- app/profiles/Site.profile-meta.xml --
<Profile META>
  <classAccesses><apexClass>Open</apexClass><enabled>true</enabled></classAccesses>
  <classAccesses><apexClass>Shut</apexClass><enabled>false</enabled></classAccesses>
  <pageAccesses><apexPage>Home</apexPage><enabled>true</enabled></pageAccesses>
  <userLicense>Guest User License</userLicense>
</Profile>
-- app/profiles/Admin.profile-meta.xml --
<Profile META><classAccesses><apexClass>Open</apexClass><enabled>true</enabled></classAccesses><userLicense>Salesforce</userLicense></Profile>
-- app/profiles/Bare.profile-meta.xml --
<Profile META><classAccesses><apexClass>Bare</apexClass><enabled>true</enabled></classAccesses></Profile>
-- app/permissionsets/G.permissionset-meta.xml --
<PermissionSet META><classAccesses><apexClass>More</apexClass><enabled>true</enabled></classAccesses><license>Guest User License</license></PermissionSet>
-- app/sites/S.site-meta.xml --
<CustomSite META><guestProfile>Bare</guestProfile></CustomSite>
`, "META", metadataNamespace))
	want := `
Old.cmp: controller OldController
OldHelper.js: action load
OldHelper.js: action store
Bind.One.md-meta.xml: record ns.handler in Bind__mdt.Class__c
Go.flow-meta.xml: flow FlowAction
Go.flow-meta.xml: plug-in Plug
A.genAiFunction-meta.xml: agent AgentAction
list.js: import Finder.find
list.js: import ns.Finder.save
list.js: import Finder.more
types.ts: import Typed.a
G.permissionset-meta.xml: class More
G.permissionset-meta.xml: license Guest User License
Bare.profile-meta.xml: class Bare
Site.profile-meta.xml: class Open
Site.profile-meta.xml: page Home
Site.profile-meta.xml: license Guest User License
S.site-meta.xml: guest profile Bare
`
	for _, documents := range [][]string{nil, {}, {"Profile", "Flow"}} {
		s := loadTree(t, Options{Paths: []string{root}, Documents: documents})
		got := references(s)
		equal(t, "references", got, want)
		equal(t, "ledger", ledger(s), "")
		for _, path := range []string{"app/lwc/list/plain.js", "app/lwc/list/__tests__/list.test.js", "app/scripts/x.js"} {
			if s.Lookup(path) != nil {
				t.Errorf("%s is in the snapshot", path)
			}
		}
	}
}

// TestLongProfile reads the licence of a profile that stands behind more than fits the first read.
func TestLongProfile(t *testing.T) {
	root := tree(t, "-- sfdx-project.json --\n{}\n")
	for name, license := range map[string]string{"Guest": "Guest User License", "User": "Salesforce"} {
		var b bytes.Buffer
		fmt.Fprintf(&b, "<Profile %s>\n", metadataNamespace)
		for i := range 3000 {
			fmt.Fprintf(&b, "<classAccesses><apexClass>C%d</apexClass><enabled>true</enabled></classAccesses>\n", i)
		}
		fmt.Fprintf(&b, "<userLicense>%s</userLicense>\n", license)
		for i := range 300 {
			fmt.Fprintf(&b, "<userPermissions><enabled>true</enabled><name>P%d</name></userPermissions>\n", i)
		}
		b.WriteString("</Profile>\n")
		write(t, filepath.Join(root, name+".profile-meta.xml"), b.String())
	}
	s := loadTree(t, Options{Paths: []string{root}, Documents: []string{}})
	if guest := s.Lookup("Guest.profile-meta.xml"); len(guest.References) != 3001 {
		t.Errorf("%d references in a guest's profile", len(guest.References))
	}
	if user := s.Lookup("User.profile-meta.xml"); len(user.References) != 0 || user.Text != nil {
		t.Errorf("%d references in another's", len(user.References))
	}
}

func TestDamagedLightning(t *testing.T) {
	for _, text := range []string{
		"", "@salesforce/apex/", "'@salesforce/apex/A.b", "'@salesforce/apex/'", "c.", "'c.", "'c.x", "<aura:", "<aura:x controller", "<aura:x controller=",
		"<aura:x controller='", "<aura:x controller='A", "<aura:x controller=A>", "<values><value", "<value", "<value>", "<value>handler",
	} {
		data := []byte(text)
		for _, found := range [][]Reference{imports(data), serverActions(data), controllerOf(data)} {
			if len(found) > 0 {
				t.Errorf("%q: %v", text, found)
			}
		}
		r := reader{classes: map[string]bool{"handler": true}}
		r.glanceAtRecord(data)
	}
}

func TestNamedLightning(t *testing.T) {
	root := tree(t, "-- sfdx-project.json --\n{}\n-- lwc/a/a.js --\nimport f from '@salesforce/apex/A.f';\n")
	script := filepath.Join(root, "lwc", "a", "a.js")
	s := loadTree(t, Options{Paths: []string{script}, Dir: root})
	equal(t, "ledger", ledger(s), "lwc/a/a.js: skipped: nothing is analysed in files of this kind")
	if err := os.WriteFile(script, []byte("'c.x'"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := loadTree(t, Options{Paths: []string{root}}); len(s.Files) != 0 {
		t.Errorf("files: %s", paths(s))
	}
}
