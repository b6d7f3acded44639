namespace Orders.Handlers;

/// <summary>Where notifications go.</summary>
public interface INotifications
{
    Task Send(string orderId, string what, CancellationToken cancellationToken);
}

/// <summary>Only logs them.</summary>
public sealed partial class LoggedNotifications(ILogger<LoggedNotifications> log) : INotifications
{
    public Task Send(string orderId, string what, CancellationToken cancellationToken)
    {
        Sent(orderId, what);
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "Order {OrderId} {What}")]
    private partial void Sent(string orderId, string what);
}
