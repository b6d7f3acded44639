using System.Globalization;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>The form of bootstrap servers: [protocol://]host[:port], separated by commas.</summary>
internal static class Brokers
{
    /// <param name="servers">The brokers to begin with.</param>
    /// <param name="protocol">The protocol that the clients speak (security.protocol).</param>
    public static string? Problem(string servers, string protocol)
    {
        foreach (var server in servers.Split(',', StringSplitOptions.TrimEntries))
        {
            var scheme = server.IndexOf("://", StringComparison.Ordinal);
            if (scheme >= 0 && !server.AsSpan(0, scheme).Equals(protocol, StringComparison.OrdinalIgnoreCase))
                return $"'{server}' names another protocol than kafka.client.security.protocol ({protocol}): leave it out, or set it there";
            var address = server[(scheme >= 0 ? scheme + 3 : 0)..];
            var colon = address.EndsWith(']') ? -1 : address.LastIndexOf(':');
            var host = colon < 0 ? address : address[..colon];
            if (host.Length == 0 || host.AsSpan().ContainsAny(' ', '/')) return $"'{server}' is no host:port";
            if (colon >= 0 && !IsPort(address.AsSpan(colon + 1))) return $"'{server}' has no port from 1 to 65535 after the colon";
        }
        return null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535;
}
