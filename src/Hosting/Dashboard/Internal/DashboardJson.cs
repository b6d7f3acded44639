using System.Text.Json;
using System.Text.Json.Serialization;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>How the page is told things. Lone halves of characters, of keys that are no UTF-8, come as replacement characters.</summary>
internal static class DashboardJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
