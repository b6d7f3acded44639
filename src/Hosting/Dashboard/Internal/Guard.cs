using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>
/// What holds for every answer: nothing of it is kept, framed or read as something else. And, where no policy says who may read, only this
/// machine may, asking by one of its own names: a page elsewhere whose name was made to lead here asks by that.
/// </summary>
internal sealed class Guard(bool onlyHere)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    private static readonly HashSet<string> Proxies = new(StringComparer.OrdinalIgnoreCase) { "Forwarded", "Via", "X-Real-IP" };

    private static readonly string[] Prefixes = ["X-Forwarded-", "X-Original-"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return onlyHere && !IsHere(http)
            ? ValueTask.FromResult<object?>(Results.Text(
                "The dashboard is open to this machine alone: it has no authorization policy (MapAkkaEvents, DashboardOptions.ReadPolicy).",
                statusCode: StatusCodes.Status403Forbidden))
            : next(context);
    }

    private static bool IsHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && IsOwnName(http.Request.Host.Host) && !IsForwarded(http);

    // A proxy on this machine speaks for others. And where forwarded headers are believed, the address and the host are what the asker wrote:
    // what they were before stands under X-Original-*, or as the service calls it.
    private static bool IsForwarded(HttpContext http)
    {
        var named = http.RequestServices.GetService<IOptions<ForwardedHeadersOptions>>()?.Value ?? new ForwardedHeadersOptions();
        return http.Request.Headers.Keys.Any(name =>
            Proxies.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || Is(name, named.ForwardedForHeaderName) || Is(name, named.OriginalForHeaderName)
            || Is(name, named.ForwardedHostHeaderName) || Is(name, named.OriginalHostHeaderName));

        static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
