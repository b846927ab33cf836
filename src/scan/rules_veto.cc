/// Labels of harmless values: a number that stands nearer to one of these than to a label of
/// private data is not private.
#include "scan/rule.h"

namespace lauter::scan {

RuleTable veto_rules() {
  return {
      .veto_cues =
          "order|order no|order number|order id|ordernumber|bestellnummer|commande|pedido|purchase "
          "order|po number|"
          "invoice|invoice no|invoice number|rechnungsnummer|facture|receipt|receipt no|"
          "ticket|ticket no|ticket number|ticket id|issue|bug|jira|pull request|"
          "tracking|tracking number|tracking no|shipment|parcel|waybill|"
          "part no|part number|part|sku|lot|lot no|lot number|batch|batch no|batch "
          "number|model|model no|"
          "model number|product code|product id|item no|item number|article "
          "no|asin|ean|upc|gtin|barcode|"
          "isbn|issn|doi|arxiv|pmid|pubmed|rfc|cve|iso|isin|cusip|lei|orcid no|"
          "version|build|release|revision|commit|sha|sha1|sha256|md5|hash|checksum|digest|uuid|"
          "guid|"
          "request id|trace id|span id|job id|transaction id|correlation id|build number|build id|"
          "timestamp|epoch|unix time|port|pid|errno|error code|status code|http status|exit code|"
          "page|pages|chapter|figure|fig|table|section|paragraph|line|row|rows|col|column|"
          "population|votes|price|total|subtotal|amount|quantity|qty|"
          "bates|docket entry|exhibit|room|flight|gate|seat|catalog|catalogue|catalog no|"
          "serial of the part|reference design|pixel|pixels|bytes|offset"};
}

}  // namespace lauter::scan
