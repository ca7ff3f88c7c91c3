package access

// setupObjects are objects whose rows belong to the setup of an org: profiles have no object permission for reading them,
// and no sharing rules apply to them (object reference: "Supported Calls" and "Special Access Rules").
var setupObjects = map[string]bool{
	"apexclass": true, "apexcomponent": true, "apexemailnotification": true, "apexlog": true, "apexpage": true,
	"apextestqueueitem": true, "apextestresult": true, "apextrigger": true, "asyncapexjob": true,
	"auradefinition": true, "auradefinitionbundle": true, "authprovider": true, "brandtemplate": true,
	"businesshours": true, "businessprocess": true, "casestatus": true, "connectedapplication": true,
	"contractstatus": true, "cronjobdetail": true, "crontrigger": true, "currencytype": true,
	"customnotificationtype": true, "custompermission": true, "datedconversionrate": true, "domain": true,
	"domainsite": true, "emailservicesaddress": true, "emailservicesfunction": true, "entitydefinition": true,
	"entityparticle": true, "fielddefinition": true, "fieldpermissions": true, "fiscalyearsettings": true,
	"flowdefinitionview": true, "flowversionview": true, "group": true, "groupmember": true, "holiday": true,
	"leadstatus": true, "namedcredential": true, "objectpermissions": true, "opportunitystage": true,
	"organization": true, "orgwideemailaddress": true, "packagelicense": true, "partnerrole": true, "period": true,
	"permissionset": true, "permissionsetassignment": true, "permissionsetgroup": true,
	"permissionsetgroupcomponent": true, "permissionsetlicense": true, "permissionsetlicenseassign": true,
	"picklistvalueinfo": true, "platformcachepartition": true, "profile": true, "publisher": true, "queuesobject": true,
	"recordtype": true, "relationshipdomain": true, "relationshipinfo": true, "setupentityaccess": true, "site": true,
	"solutionstatus": true, "staticresource": true, "tabdefinition": true, "taskpriority": true, "taskstatus": true,
	"userentityaccess": true, "userfieldaccess": true, "userlicense": true, "userpackagelicense": true,
	"userpermissionaccess": true, "userrecordaccess": true, "userrole": true,
}
