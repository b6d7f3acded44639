<?xml version="1.0" encoding="utf-8"?>
<!-- Leaves out what is said of a library's machinery: it lies in namespaces named Internal. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" />
  <xsl:template match="@* | node()">
    <xsl:copy><xsl:apply-templates select="@* | node()" /></xsl:copy>
  </xsl:template>
  <xsl:template match="member[contains(@name, '.Internal.')]" />
</xsl:stylesheet>
