trigger ShipmentTrigger on Shipment__c (before insert) {
    for (Shipment__c shipment : Trigger.new) {
        shipment.Status__c = 'Open';
    }
}
