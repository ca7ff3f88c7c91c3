package platform

import (
	"sort"
	"strings"
)

// IsStandardObject reports whether a folded name is an object that every org
// can have.
func IsStandardObject(folded string) bool {
	i := sort.SearchStrings(standardObjects[:], folded)
	return i < len(standardObjects) && standardObjects[i] == folded
}

// objectSuffixes are the endings of names that only objects have.
var objectSuffixes = [...]string{
	"__c", "__mdt", "__e", "__x", "__b", "__kav", "__share", "__history", "__feed", "__changeevent", "__tag", "__dlm", "__dll", "__ka",
}

// HasObjectSuffix reports whether a folded name ends as custom objects, custom
// metadata types, events and the objects beside them do.
func HasObjectSuffix(folded string) bool {
	i := strings.LastIndex(folded, "__")
	if i < 0 {
		return false
	}
	for _, s := range objectSuffixes {
		if folded[i:] == s {
			return true
		}
	}
	return false
}

// standardSuffixes are the endings of the objects beside standard objects.
var standardSuffixes = [...]string{"changeevent", "feed", "history", "share", "tag"}

// IsObjectName reports whether a folded name can only be that of an object.
func IsObjectName(folded string) bool {
	if HasObjectSuffix(folded) || IsStandardObject(folded) {
		return true
	}
	for _, s := range standardSuffixes {
		if base, ok := strings.CutSuffix(folded, s); ok && IsStandardObject(base) {
			return true
		}
	}
	return false
}

type pair struct{ key, value string }

func lookup(table []pair, key string) string {
	i := sort.Search(len(table), func(i int) bool { return table[i].key >= key })
	if i < len(table) && table[i].key == key {
		return table[i].value
	}
	return ""
}

// ChildObject returns the object behind a standard child relationship:
// "contact" for "contacts". Empty where it is not known or depends on the
// parent.
func ChildObject(relationship string) string { return lookup(childRelationships[:], relationship) }

// ParentObject returns the object behind a standard parent relationship:
// "user" for "owner". Empty where it is not known or depends on the child.
func ParentObject(relationship string) string {
	if v := lookup(parentRelationships[:], relationship); v != "" {
		return v
	}
	if IsStandardObject(relationship) {
		return relationship
	}
	return ""
}

// FieldType returns the folded name of the type of a standard field that has
// the same type on every object that has it; empty for the others.
func FieldType(folded string) string {
	if v := lookup(fieldTypes[:], folded); v != "" {
		return v
	}
	if strings.HasSuffix(folded, "id") && !strings.Contains(folded, "__") && len(folded) > 4 {
		return "id"
	}
	return ""
}

var standardObjects = [...]string{
	"acceptedeventrelation", "account", "accountcontactrelation", "accountcontactrole", "accountpartner", "accountteammember",
	"actionlinkgrouptemplate", "actionlinktemplate", "activityhistory", "additionalnumber", "address", "agentwork",
	"aggregateresult", "apexclass", "apexcomponent", "apexemailnotification", "apexlog", "apexpage",
	"apexpageinfo", "apextestqueueitem", "apextestresult", "apextrigger", "appmenuitem", "approval",
	"asset", "assetrelationship", "assignmentrule", "asyncapexjob", "attachedcontentdocument", "attachment",
	"auradefinition", "auradefinitionbundle", "authconfig", "authprovider", "authsession", "backgroundoperation",
	"batchapexerrorevent", "brandtemplate", "businesshours", "businessprocess", "callcenter", "campaign",
	"campaignmember", "campaignmemberstatus", "case", "casecomment", "casecontactrole", "casemilestone",
	"casesolution", "casestatus", "caseteammember", "caseteamrole", "categorydata", "chatteractivity",
	"clientbrowser", "collaborationgroup", "collaborationgroupmember", "combinedattachment", "community", "connectedapplication",
	"contact", "contactpointaddress", "contactpointemail", "contactpointphone", "contactrequest", "contentasset",
	"contentdistribution", "contentdocument", "contentdocumentlink", "contentfolder", "contentfolderlink", "contentversion",
	"contentworkspace", "contentworkspacedoc", "contentworkspacemember", "contract", "contractcontactrole", "contractlineitem",
	"corswhitelistentry", "cronjobdetail", "crontrigger", "csptrustedsite", "currencytype", "custombrand",
	"customhelpmenusection", "customnotificationtype", "custompermission", "dandbcompany", "dashboard", "datedconversionrate",
	"document", "domain", "domainsite", "duplicaterecorditem", "duplicaterecordset", "duplicaterule",
	"emailmessage", "emailmessagerelation", "emailservicesaddress", "emailservicesfunction", "emailtemplate", "entitlement",
	"entitydefinition", "entityparticle", "entitysubscription", "event", "eventbussubscriber", "eventlogfile",
	"eventrelation", "externaldatasource", "externaldatauserauth", "feedattachment", "feedcomment", "feeditem",
	"feedlike", "feedpollchoice", "feedrevision", "feedtrackedchange", "fielddefinition", "fieldpermissions",
	"fiscalyearsettings", "flowdefinitionview", "flowinterview", "flowversionview", "folder", "goal",
	"grantedbylicense", "group", "groupmember", "holiday", "idea", "ideacomment",
	"individual", "installedmobileapp", "knowledge__kav", "knowledgearticle", "knowledgearticleversion", "lead",
	"leadstatus", "lineitem", "linkedarticle", "listview", "listviewchart", "location",
	"loginevent", "logingeo", "loginhistory", "loginip", "macro", "mailmergetemplate",
	"matchingrule", "milestonetype", "mobileapplicationdetail", "name", "namedcredential", "network",
	"networkmember", "networkmembergroup", "note", "oauthtoken", "objectpermissions", "opportunity",
	"opportunitycompetitor", "opportunitycontactrole", "opportunityfieldhistory", "opportunityhistory", "opportunitylineitem", "opportunitylineitemschedule",
	"opportunitypartner", "opportunitysplit", "opportunitystage", "opportunityteammember", "order", "orderitem",
	"organization", "orgwideemailaddress", "outgoingemail", "ownedcontentdocument", "packagelicense", "partner",
	"partnerrole", "period", "permissionset", "permissionsetassignment", "permissionsetgroup", "permissionsetgroupcomponent",
	"permissionsetlicense", "permissionsetlicenseassign", "picklistvalueinfo", "platformaction", "platformcachepartition", "pricebook2",
	"pricebookentry", "processdefinition", "processinstance", "processinstancehistory", "processinstancenode", "processinstancestep",
	"processinstanceworkitem", "processnode", "product2", "profile", "publisher", "pushtopic",
	"queuesobject", "quicktext", "quote", "quotedocument", "quotelineitem", "recentlyviewed",
	"recordaction", "recordtype", "relationshipdomain", "relationshipinfo", "report", "scontrol",
	"searchlayout", "serviceappointment", "servicecontract", "servicepresencestatus", "serviceresource", "serviceterritory",
	"sessionpermsetactivation", "setupaudittrail", "setupentityaccess", "site", "skill", "socialpersona",
	"socialpost", "solution", "solutionstatus", "staticresource", "streamingchannel", "survey",
	"surveyinvitation", "surveyresponse", "tabdefinition", "task", "taskpriority", "taskrelation",
	"taskstatus", "tenantusageentitlement", "thirdpartyaccountlink", "topic", "topicassignment", "user",
	"userapplicationinfo", "userentityaccess", "userfieldaccess", "userlicense", "userlistview", "userlogin",
	"userpackagelicense", "userpermissionaccess", "userpreference", "userprovisioningrequest", "userrecordaccess", "userrole",
	"usershare", "vendor", "visualforceaccessmetrics", "vote", "webcart", "webcartitem",
	"weblink", "workbadge", "workorder", "workorderlineitem", "workstep", "worktype",
}

var childRelationships = [...]pair{
	{"accountcontactrelations", "accountcontactrelation"},
	{"accountcontactroles", "accountcontactrole"},
	{"accountteammembers", "accountteammember"},
	{"approvalprocesses", "processinstance"},
	{"assets", "asset"},
	{"attachedcontentdocuments", "attachedcontentdocument"},
	{"attachments", "attachment"},
	{"campaignmembers", "campaignmember"},
	{"casecomments", "casecomment"},
	{"casecontactroles", "casecontactrole"},
	{"cases", "case"},
	{"combinedattachments", "combinedattachment"},
	{"contacts", "contact"},
	{"contentdocumentlinks", "contentdocumentlink"},
	{"contentversions", "contentversion"},
	{"contracts", "contract"},
	{"crondetails", "cronjobdetail"},
	{"emailmessages", "emailmessage"},
	{"entitlements", "entitlement"},
	{"events", "event"},
	{"feedcomments", "feedcomment"},
	{"fieldperms", "fieldpermissions"},
	{"groupmembers", "groupmember"},
	{"leads", "lead"},
	{"notes", "note"},
	{"objectperms", "objectpermissions"},
	{"opportunities", "opportunity"},
	{"opportunitycontactroles", "opportunitycontactrole"},
	{"opportunitylineitems", "opportunitylineitem"},
	{"opportunityteammembers", "opportunityteammember"},
	{"orderitems", "orderitem"},
	{"orders", "order"},
	{"permissionsetassignments", "permissionsetassignment"},
	{"pricebookentries", "pricebookentry"},
	{"processsteps", "processinstancehistory"},
	{"quotelineitems", "quotelineitem"},
	{"quotes", "quote"},
	{"setupentityaccessitems", "setupentityaccess"},
	{"steps", "processinstancestep"},
	{"tasks", "task"},
	{"users", "user"},
	{"workitems", "processinstanceworkitem"},
	{"workorders", "workorder"},
}

var parentRelationships = [...]pair{
	{"assignee", "user"},
	{"campaign", "campaign"},
	{"contentdocument", "contentdocument"},
	{"createdby", "user"},
	{"cronjobdetail", "cronjobdetail"},
	{"delegatedapprover", "user"},
	{"entitydefinition", "entitydefinition"},
	{"lastmodifiedby", "user"},
	{"manager", "user"},
	{"owner", "user"},
	{"pricebook2", "pricebook2"},
	{"pricebookentry", "pricebookentry"},
	{"product2", "product2"},
	{"profile", "profile"},
	{"recordtype", "recordtype"},
	{"reportsto", "contact"},
	{"userlicense", "userlicense"},
	{"userrole", "userrole"},
	{"who", "name"},
}

var fieldTypes = [...]pair{
	{"accountnumber", "string"},
	{"activitydate", "date"},
	{"alias", "string"},
	{"amount", "decimal"},
	{"annualrevenue", "decimal"},
	{"apexclassid", "id"},
	{"assistantname", "string"},
	{"billingcity", "string"},
	{"billingcountry", "string"},
	{"billingpostalcode", "string"},
	{"billingstate", "string"},
	{"billingstreet", "string"},
	{"birthdate", "date"},
	{"closedate", "date"},
	{"comments", "string"},
	{"communitynickname", "string"},
	{"company", "string"},
	{"contenttype", "string"},
	{"createddate", "datetime"},
	{"currencyisocode", "string"},
	{"defaultcurrencyisocode", "string"},
	{"department", "string"},
	{"description", "string"},
	{"developername", "string"},
	{"durationinminutes", "integer"},
	{"email", "string"},
	{"emailencodingkey", "string"},
	{"enddate", "date"},
	{"enddatetime", "datetime"},
	{"extendedstatus", "string"},
	{"fax", "string"},
	{"federationidentifier", "string"},
	{"fileextension", "string"},
	{"filetype", "string"},
	{"firstname", "string"},
	{"forecastcategoryname", "string"},
	{"homephone", "string"},
	{"id", "id"},
	{"industry", "string"},
	{"isactive", "boolean"},
	{"isclosed", "boolean"},
	{"isconverted", "boolean"},
	{"isdeleted", "boolean"},
	{"ispersonaccount", "boolean"},
	{"isprivate", "boolean"},
	{"issandbox", "boolean"},
	{"iswon", "boolean"},
	{"languagelocalekey", "string"},
	{"lastactivitydate", "date"},
	{"lastlogindate", "datetime"},
	{"lastmodifieddate", "datetime"},
	{"lastname", "string"},
	{"leadsource", "string"},
	{"localesidkey", "string"},
	{"mailingcity", "string"},
	{"mailingcountry", "string"},
	{"mailingpostalcode", "string"},
	{"mailingstate", "string"},
	{"mailingstreet", "string"},
	{"masterlabel", "string"},
	{"middlename", "string"},
	{"mobilephone", "string"},
	{"name", "string"},
	{"namespaceprefix", "string"},
	{"nextstep", "string"},
	{"numberofemployees", "integer"},
	{"origin", "string"},
	{"ownerid", "id"},
	{"phone", "string"},
	{"priority", "string"},
	{"probability", "decimal"},
	{"productcode", "string"},
	{"profileid", "id"},
	{"qualifiedapiname", "string"},
	{"quantity", "decimal"},
	{"queryable", "boolean"},
	{"rating", "string"},
	{"reason", "string"},
	{"recordtypeid", "id"},
	{"salutation", "string"},
	{"shippingcity", "string"},
	{"shippingcountry", "string"},
	{"shippingpostalcode", "string"},
	{"shippingstate", "string"},
	{"shippingstreet", "string"},
	{"site", "string"},
	{"sobjecttype", "string"},
	{"stagename", "string"},
	{"startdate", "date"},
	{"startdatetime", "datetime"},
	{"status", "string"},
	{"subject", "string"},
	{"systemmodstamp", "datetime"},
	{"timezonesidkey", "string"},
	{"title", "string"},
	{"totalprice", "decimal"},
	{"type", "string"},
	{"unitprice", "decimal"},
	{"username", "string"},
	{"usertype", "string"},
	{"versiondata", "blob"},
	{"website", "string"},
}
