// A chain of masses on springs that swings in a damping medium: std::vector, std::array,
// references, members, methods, a template and a lambda. Prints where the masses end. Lengths are
// in metres, times in seconds.
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace springs {

using Vector = std::array<double, 3>;

template <class Real>
Real pull_of(Real length, Real rest, Real stiffness) {
    const Real stretch = length - rest;
    Real pull = stiffness * stretch;
    return pull;
}

struct Energy {
    double kinetic, potential;
};

class Chain {
  public:
    explicit Chain(std::size_t count)
        : position_(count), velocity_(count), acceleration_(count), mass_(count) {
        for (std::size_t i = 0; i < count; ++i) {
            position_[i] = {0.11 * static_cast<double>(i), 0.01 * static_cast<double>(i * i), 0.02};
            mass_[i] = 0.5 + 0.25 * static_cast<double>(i);
        }
    }

    void accelerate() {
        for (std::size_t link = 0; link + 1 < mass_.size(); ++link) {
            const Vector& from = position_[link];
            const Vector& to = position_[link + 1];
            Vector along;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                along[axis] = to[axis] - from[axis];
            }
            length_ = std::sqrt(along[0] * along[0] + along[1] * along[1] + along[2] * along[2]);
            const double pull = pull_of(length_, rest_, stiffness_);
            energy_.potential += 0.5 * pull * (length_ - rest_);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                double& first = acceleration_[link][axis];
                first += pull * along[axis] / length_ / mass_[link];
                acceleration_[link + 1][axis] -= pull * along[axis] / length_ / mass_[link + 1];
            }
        }
    }

    void move(double duration_s) {
        const auto damped = [duration_s](double speed, double damping) {
            const double loss = damping * speed * duration_s;
            return speed - loss;
        };
        for (std::size_t mass = 0; mass < mass_.size(); ++mass) {
            Vector& speed = velocity_[mass];
            for (std::size_t axis = 0; axis < 3; ++axis) {
                speed[axis] =
                    damped(speed[axis], damping_) + acceleration_[mass][axis] * duration_s;
                position_[mass][axis] += speed[axis] * duration_s;
                energy_.kinetic += 0.5 * mass_[mass] * speed[axis] * speed[axis];
                acceleration_[mass][axis] = 0;
            }
        }
    }

    [[nodiscard]] double energy() const {
        double sum = energy_.kinetic + energy_.potential;
        return sum;
    }
    void forget() { energy_ = {0, 0}; }
    [[nodiscard]] const std::vector<Vector>& position() const { return position_; }

  private:
    std::vector<Vector> position_, velocity_, acceleration_;
    std::vector<double> mass_;
    double length_ = 0, rest_ = 0.1, stiffness_ = 40, damping_ = 0.3;
    Energy energy_ = {0, 0};
};

} // namespace springs

int main() {
    springs::Chain chain(3);
    double worst = 0;
    for (int step = 0; step < 4; ++step) {
        chain.forget();
        chain.accelerate();
        chain.move(0.01);
        const double energy = chain.energy();
        if (energy > worst) {
            worst = energy;
        }
    }
    for (const springs::Vector& at : chain.position()) {
        std::printf("%.17g %.17g %.17g\n", at[0], at[1], at[2]);
    }
    std::printf("worst %.17g\n", worst);
    return 0;
}
