using Akka.Events.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Orders.Domain;
using Orders.Handlers;
using Xunit;

namespace TestKit.Tests;

/// <summary>The order service's handlers, with no Kafka and no waiting: the examples of docs/testing.md.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task A_placed_order_is_paid_once()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("orders", group => group.Entity<Order>()));
        await kit.PublishAsync(Topics.Orders, new OrderPlaced("o1", "anna", 1200), new OrderPaid("o1"), new OrderCancelled("o1"));
        await kit.RunAsync();
        Assert.Equal(new OrderState("anna", 1200, OrderStatus.Paid), await kit.AskAsync<Order, OrderState?>("o1", new GetOrder()));
        Assert.Null(await kit.AskAsync<Order, OrderState?>("nobody", new GetOrder()));
        Assert.Equal(3, kit.CommittedOf("orders", Topics.Orders));
    }

    [Fact]
    public async Task A_customers_total_is_right_when_orders_come_twice()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events
            .Group("customers", group => group.Entity<Customer>())
            .Group("notifications", group => group.Handle<CustomerFeed>(Topics.Orders)));
        await kit.PublishAsync(Topics.Orders, new OrderPlaced("o1", "anna", 1200), new OrderPlaced("o2", "anna", 300));
        await kit.RunAsync();
        await kit.CrashAsync(redeliver: 1);
        await kit.RunAsync();
        Assert.True(kit.EventsIn(Topics.Customers).Count > 2);
        Assert.Equal(new CustomerSummary(2, 1500), await kit.AskAsync<Customer, CustomerSummary?>("anna", new GetCustomer()));
    }

    [Fact]
    public async Task A_notification_that_fails_is_sent_again_after_a_second()
    {
        var notifications = new FlakyNotifications { Failures = 1 };
        await using var kit = await EventsTestKit.StartAsync(
            events => events.Group("notifications", group => group.Handle<OrderNotifier>(Topics.Orders)),
            services => services.AddSingleton<INotifications>(notifications));
        await kit.PublishAsync(Topics.Orders, new OrderPaid("o1"));
        await kit.RunAsync();
        Assert.Empty(notifications.Sent);
        await kit.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(["o1 is paid"], notifications.Sent);
    }

    private sealed class FlakyNotifications : INotifications
    {
        public int Failures { get; set; }

        public List<string> Sent { get; } = [];

        public Task Send(string orderId, string what, CancellationToken cancellationToken)
        {
            if (Failures-- > 0) throw new HttpRequestException("503");
            Sent.Add($"{orderId} {what}");
            return Task.CompletedTask;
        }
    }
}
