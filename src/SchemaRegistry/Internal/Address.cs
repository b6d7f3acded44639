using System.Text.RegularExpressions;
using Confluent.SchemaRegistry;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>Where a registry is, without credentials.</summary>
internal static partial class Address
{
    public static string Of(ISchemaRegistryClient client)
    {
        var url = client.Config?.FirstOrDefault(entry => entry.Key == SchemaRegistryConfig.PropertyNames.SchemaRegistryUrl).Value;
        return url is null ? "an address of its client's own" : Clean(url);
    }

    public static bool HasCredentials(string urls) => urls.Contains('@', StringComparison.Ordinal);

    /// <summary>A text without what stands between // and @ in it.</summary>
    public static string Clean(string text) => Credentials().Replace(text, "//");

    [GeneratedRegex(@"//[^/\s]*@")]
    private static partial Regex Credentials();
}
