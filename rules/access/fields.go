package access

import "github.com/apexvet/apexvet/semantics"

// requiredFields are the fields of standard objects that every user who may see the object sees: field-level security
// cannot be set for them (object reference; FieldPermissions lists only fields that are permissionable).
var requiredFields = map[string]map[string]bool{
	"":                        {"id": true, "ownerid": true, "createdbyid": true, "createddate": true, "lastmodifiedbyid": true, "lastmodifieddate": true, "systemmodstamp": true, "isdeleted": true, "recordtypeid": true, "lastvieweddate": true, "lastreferenceddate": true, "currencyisocode": true, "setupownerid": true},
	"contact":                 {"lastname": true, "name": true},
	"lead":                    {"lastname": true, "name": true, "company": true, "status": true, "isconverted": true},
	"opportunity":             {"closedate": true, "stagename": true, "isclosed": true, "iswon": true},
	"case":                    {"casenumber": true, "status": true, "isclosed": true},
	"task":                    {"status": true, "priority": true, "isclosed": true},
	"contract":                {"accountid": true, "status": true},
	"order":                   {"accountid": true, "effectivedate": true, "status": true},
	"opportunitylineitem":     {"opportunityid": true, "pricebookentryid": true, "quantity": true, "unitprice": true},
	"pricebookentry":          {"pricebook2id": true, "product2id": true, "unitprice": true, "isactive": true},
	"opportunitycontactrole":  {"opportunityid": true, "contactid": true, "isprimary": true, "role": true},
	"accountcontactrelation":  {"accountid": true, "contactid": true},
	"campaignmember":          {"campaignid": true, "contactid": true, "leadid": true, "status": true},
	"contentdocumentlink":     {"contentdocumentid": true, "linkedentityid": true, "sharetype": true, "visibility": true},
	"contentversion":          {"title": true, "pathonclient": true, "versiondata": true, "contentdocumentid": true, "firstpublishlocationid": true},
	"attachment":              {"name": true, "body": true, "parentid": true},
	"document":                {"name": true, "body": true, "folderid": true, "developername": true},
	"feeditem":                {"body": true, "parentid": true, "type": true},
	"user":                    {"lastname": true, "username": true, "alias": true, "email": true, "profileid": true, "isactive": true, "name": true, "timezonesidkey": true, "localesidkey": true, "languagelocalekey": true, "emailencodingkey": true},
	"opportunitysplit":        {"opportunityid": true},
	"assetrelationship":       {"assetid": true, "relatedassetid": true},
	"processinstance":         {"targetobjectid": true, "status": true},
	"processinstanceworkitem": {"actorid": true, "processinstanceid": true},
}

// alwaysVisible reports whether field-level security has nothing to say of a field, by its folded name.
func alwaysVisible(prog *semantics.Program, object semantics.TypeID, field string) bool {
	return requiredFields[""][field] || requiredFields[prog.Type(object).Name][field] || prog.Required(object, field)
}
