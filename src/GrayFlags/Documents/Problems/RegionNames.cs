using System.Collections.Frozen;

namespace GrayFlags.Documents.Problems;

/// <summary>Finds the code for what people write in its place: the English name of a country or region, or a code with another separator.</summary>
/// <remarks>An app may have codes of its own, so nothing else can be told from a code. A table of our own, since those of machines differ.</remarks>
internal static class RegionNames
{
    // ISO 3166-1.
    private static readonly FrozenDictionary<string, string> Codes = (
        "AE=United Arab Emirates;AR=Argentina;AT=Austria;AU=Australia;BD=Bangladesh;BE=Belgium;BR=Brazil;CA=Canada;CH=Switzerland;CL=Chile;CN=China;"
        + "CO=Colombia;CZ=Czechia;DE=Germany;DK=Denmark;EG=Egypt;ES=Spain;FI=Finland;FR=France;GB=United Kingdom;GR=Greece;HK=Hong Kong;HU=Hungary;"
        + "ID=Indonesia;IE=Ireland;IL=Israel;IN=India;IR=Iran;IT=Italy;JP=Japan;KE=Kenya;KR=South Korea;MA=Morocco;MO=Macao;MX=Mexico;MY=Malaysia;"
        + "NG=Nigeria;NL=Netherlands;NO=Norway;NZ=New Zealand;PE=Peru;PH=Philippines;PK=Pakistan;PL=Poland;PT=Portugal;RO=Romania;RU=Russia;"
        + "SA=Saudi Arabia;SE=Sweden;SG=Singapore;TH=Thailand;TR=Turkey;TW=Taiwan;UA=Ukraine;US=United States;VN=Vietnam;ZA=South Africa")
        .Split(';').ToFrozenDictionary(entry => entry[3..], entry => entry[..2], PlainNameComparer.Instance);

    /// <summary>The code that was probably meant; null for what may be a code.</summary>
    public static string? CodeOf(string region)
    {
        if (region.Contains('_', StringComparison.Ordinal)
            && region.Split('_') is [{ Length: 2 } country, { Length: > 0 and <= 3 }, ..]
            && country.All(char.IsAsciiLetter))
        {
            return region.Replace('_', '-').ToUpperInvariant();
        }

        return region.Length > 3 && Codes.TryGetValue(region, out var code) ? code : null;
    }
}
