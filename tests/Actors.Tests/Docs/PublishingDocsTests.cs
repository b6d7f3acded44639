using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Tests.Docs;

/// <summary>The code of docs/publishing.md about entities, so that it compiles.</summary>
internal static class PublishingDocs
{
    public sealed class Airport : EntityActor<Delays>
    {
        public Airport()
        {
            On(Topics.Flights, flight =>
            {
                Persist(new FlightRecorded(flight.Delay));
                if (State.Average > 60) Publish(Topics.Alerts, new DelayAlert(Key, State.Average));
            });
            Apply<FlightRecorded>((state, e) => state.Add(e.Delay));
        }
    }

    public sealed record Delays(int Count, double Sum)
    {
        public Delays() : this(0, 0)
        {
        }

        public double Average => Count == 0 ? 0 : Sum / Count;

        public Delays Add(double delay) => new(Count + 1, Sum + delay);
    }

    public sealed record Flight(string Origin, double Delay);

    public sealed record FlightRecorded(double Delay);

    public sealed record DelayAlert(string Airport, double Average);

    private static class Topics
    {
        public static readonly Topic<Flight> Flights = Topic.Json<Flight>("flights", key: f => f.Origin);
        public static readonly Topic<DelayAlert> Alerts = Topic.Json<DelayAlert>("delay-alerts", key: a => a.Airport);
    }
}
