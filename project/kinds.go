package project

import (
	"path"
	"slices"
	"strings"
)

const (
	metaSuffix  = "-meta.xml"
	projectFile = "sfdx-project.json"
	packageFile = "package.xml"
	gitIgnore   = ".gitignore"
	forceIgnore = ".forceignore"
)

// kindOf says what a file may hold, by its path relative to the root. For metadata the name selects candidates only; the
// root element decides.
func kindOf(relative string) Kind { return kindIn(path.Dir(relative), path.Base(relative)) }

// kindIn is kindOf for a name in a folder. It is asked about everything in a tree.
func kindIn(folder, name string) Kind {
	if strings.HasSuffix(name, metaSuffix) {
		return KindMetadata
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return KindOther
	}
	if isLightning(folder, name) {
		return KindLightning
	}
	switch extension := name[dot+1:]; extension {
	case "cls":
		return KindClass
	case "trigger":
		return KindTrigger
	case "apex":
		return KindScript
	case "page":
		return KindPage
	case "component":
		return KindComponent
	case "xml":
		return KindMetadata
	case "md": // also Markdown
		return onlyIn("customMetadata", folder)
	case "app":
		if isAuraBundle(folder) {
			return KindAura
		}
		return onlyIn("applications", folder)
	case "cmp":
		if isAuraBundle(folder) {
			return KindAura
		}
		return KindOther
	default:
		if _, found := slices.BinarySearch(metadataSuffixes, extension); found {
			return KindMetadata
		}
		return KindOther
	}
}

// onlyIn is for suffixes that mean metadata in folders of one name alone.
func onlyIn(name, folder string) Kind {
	if path.Base(folder) == name {
		return KindMetadata
	}
	return KindOther
}

// isAuraBundle reports whether a folder lies in a folder called aura.
func isAuraBundle(folder string) bool { return path.Base(path.Dir(folder)) == "aura" }

// versioned lists the suffixes of the -meta.xml files that give an API version to the source beside them.
var versioned = []string{
	".cls" + metaSuffix, ".trigger" + metaSuffix, ".page" + metaSuffix, ".component" + metaSuffix, ".cmp" + metaSuffix,
	".app" + metaSuffix,
}

func isVersioned(name string) bool {
	return slices.ContainsFunc(versioned, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// skippedFolders are never entered: what lies there is neither the project's source nor deployed with it.
var skippedFolders = []string{".git", ".hg", ".sf", ".sfdx", ".svn", "node_modules"}

// metadataFolders are folder names of the Metadata API format that tell a retrieved tree from a lone package.xml, as
// projects in source format keep in manifest/.
var metadataFolders = []string{
	"applications", "aura", "authproviders", "certs", "classes", "communities", "components", "connectedApps",
	"corsWhitelistOrigins", "cspTrustedSites", "customMetadata", "customPermissions", "dashboards", "dataSources",
	"email", "emailservices", "externalAuthIdentityProviders", "externalClientApps", "externalCredentials",
	"externalServiceRegistrations", "extlClntAppGlobalOauthSets", "extlClntAppOauthPolicies", "extlClntAppOauthSettings",
	"flexipages", "flows", "globalValueSets",
	"homePageComponents", "installedPackages", "labels", "layouts", "lwc", "namedCredentials", "networks",
	"objectTranslations", "objects", "pages", "permissionsets", "profiles", "quickActions", "redirectWhitelistUrls", "remoteSiteSettings",
	"reports", "samlssoconfigs", "settings", "sharingRules", "sites", "staticresources", "tabs", "translations",
	"triggers", "weblinks", "workflows",
}

// metadataSuffixes are the suffixes of metadata XML in the Metadata API format, sorted. Suffixes of files whose content is
// no XML (and stands beside a -meta.xml) are not among them, nor are "xml" and "md".
var metadataSuffixes = []string{
	"actionLinkGroupTemplate", "animationRule", "appMenu", "approvalProcess", "assignmentRules", "audience",
	"authprovider", "autoResponseRules", "bot", "botVersion", "brandingSet", "cachePartition", "callCenter",
	"campaignInfluenceModel", "cleanDataService", "community", "communityThemeDefinition", "connectedApp",
	"corsWhitelistOrigin", "cspTrustedSite", "customApplicationComponent", "customHelpMenuSection", "customPermission",
	"custompageweblink", "dashboard", "dataSource", "datacategorygroup", "dataconnectors", "delegateGroup",
	"duplicateRule", "eca", "ecaGlblOauth", "ecaOauth", "ecaOauthPlcy", "ecaPlcy", "ecaSamlPlcy", "emailservices",
	"embeddedServiceConfig", "entitlementProcess", "escalationRules", "externalAuthIdentityProvider",
	"externalCredential", "externalServiceRegistration", "feedFilter", "field", "fieldSet", "flexipage", "flow",
	"flowDefinition", "genAiFunction", "genAiPlannerBundle", "genAiPlugin", "genAiPromptTemplate", "globalPicklist", "globalValueSet",
	"globalValueSetTranslation", "group", "homePageComponent", "homePageLayout", "iframeWhiteListUrlSettings", "indx",
	"installedPackage", "keywords", "labels", "layout", "leadConvertSettings", "letter", "lightningBolt",
	"lightningExperienceTheme", "listView", "managedContentType", "managedTopics", "matchingRule", "messageChannel",
	"milestoneType", "mlDomain", "mutingpermissionset", "namedCredential", "navigationMenu", "network",
	"networkBranding", "notifications", "notiftype", "oauthcustomscope", "object", "objectTranslation",
	"outboundNetworkConnection", "pathAssistant", "permissionset", "permissionsetgroup", "platformEventChannel",
	"platformEventChannelMember", "portal", "profile", "profilePasswordPolicy", "profileSessionSetting", "prompt",
	"queue", "quickAction", "redirectWhitelistUrl", "remoteSite", "report", "reportType", "role", "rule",
	"samlssoconfig", "settings", "sharingGuestRule", "sharingRules", "sharingSet", "site", "slackapp", "snapshot",
	"standardValueSet", "tab", "territory", "testSuite", "topicsForObjects", "transactionSecurityPolicy", "translation",
	"userCriteria", "validationRule", "webLink", "weblink", "workflow", "workflowOutboundMessage",
}

// expectedRoots are the root elements that go with suffixes of the source format, for types of which a project has
// hundreds or thousands of files. The platform deploys a file as what its suffix says, so that one of these need not be
// opened where nobody wants its root element.
var expectedRoots = map[string]string{
	"compactLayout":     "CompactLayout",
	"email":             "EmailTemplate",
	"field":             "CustomField",
	"fieldSet":          "FieldSet",
	"fieldTranslation":  "CustomFieldTranslation",
	"flexipage":         "FlexiPage",
	"js":                "LightningComponentBundle",
	"layout":            "Layout",
	"listView":          "ListView",
	"md":                "CustomMetadata",
	"object":            "CustomObject",
	"objectTranslation": "CustomObjectTranslation",
	"quickAction":       "QuickAction",
	"recordType":        "RecordType",
	"report":            "Report",
	"reportType":        "ReportType",
	"resource":          "StaticResource",
	"standardValueSet":  "StandardValueSet",
	"tab":               "CustomTab",
	"topicsForObjects":  "TopicsForObjects",
	"validationRule":    "ValidationRule",
	"webLink":           "WebLink",
}

// expectedRoot returns the root element that a file in source format should have, empty if its name does not tell.
func expectedRoot(file string) string {
	name, ok := strings.CutSuffix(file, metaSuffix)
	if !ok {
		return ""
	}
	return expectedRoots[name[strings.LastIndexByte(name, '.')+1:]]
}
