using System.Net;
using Microsoft.AspNetCore.Http;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>
/// What holds for every answer: nothing of it is kept, framed or read as something else. And, where no policy says who may read, only this
/// machine may, asking by one of its own names: a page elsewhere whose name was made to lead here asks by that.
/// </summary>
internal sealed class Guard(bool onlyHere)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

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

    // A proxy on this machine speaks for others.
    private static bool IsHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && IsOwnName(http.Request.Host.Host)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
